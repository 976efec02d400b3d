package crmtest

// moreStyles are further habits: keys that are called after somebody else,
// fields by relation, wide tables with many small numbers.
func moreStyles() []Style {
	return []Style{
		{"customers called users, relations by word", []string{"tblclients", "tblcontacts"}, `
tblclients 300 gaps
  userid int key
  company text
  country int 1..240
  default_currency int 0..3
  leadid int 20% @tblleads
  addedfrom int 1..8
tblcontacts 500 gaps
  id int key
  userid int @tblclients
  firstname text
  is_primary int 0..1
tblleads 250 gaps
  id int key
  status int 1..6
  source int 1..9
  assigned int 1..8
  client_id int 20% @tblclients
tblstaff 8
  staffid int key
  firstname text
  role int 1..3
tblinvoices 300
  id int key
  clientid int @tblclients
  number int 1..300
  sale_agent int 1..8
  status int 1..6
  total int 10..9000
tblprojects 120
  id int key
  clientid int @tblclients
  status int 1..5
  progress int 0..100
tbltickets 200
  ticketid int key
  userid int 80% @tblclients
  contactid int 80% @tblcontacts
  department int 1..4
  priority int 1..4
tblnotes 200
  id int key
  rel_id+rel_type int+text @tblclients=customer @tblleads=lead
  addedfrom int 1..8
tblreminders 100
  id int key
  rel_id+rel_type int+text @tblclients=customer @tblinvoices=invoice
  staff int 1..8
tblfiles 150
  id int key
  rel_id+rel_type int+text @tblclients=customer @tblleads=lead @tblinvoices=invoice
  contact_id int 30% @tblcontacts
  task_comment_id int 0..0
tblcustomfieldsvalues 500
  id int key
  relid+fieldto int+text @tblclients=customers @tblcontacts=contacts @tblleads=leads
  fieldid int 1..12
tblcustomer_admins 200
  staff_id int 1..8
  customer_id int @tblclients
tblconsents 80
  id int key
  contact_id int 70% @tblcontacts
  lead_id int 30% @tblleads
  purpose_id int 1..3
tblcontact_permissions 900
  id int key
  permission_id int 1..6
  userid int @tblcontacts
tblvault 0
  id int key
  customer_id int 0% @tblclients
tblcontracts 60
  id int key
  client int @tblclients
  contract_type int 1..4
`},
		{"reference fields and tables without rows", []string{"people", "firms"}, `
people 800 gaps
  id int key
  name text
  firm int 60% @firms
  manager int 10% @people
  emergency_contact int 10% @people
  floor int 1..9
firms 200 gaps
  id int key
  name text
  parent_firm int 10% @firms
  main_contact int 60% @people
  employees int 1..900
  founded int 1900..2020
calls 400
  id int key
  caller_id int @people
  callee_id int 80% @people
  seconds int 1..3000
meetings 150
  id int key
  host_id int @people
  attendee_ids text words @people,@people,@people|@people,@people
  room_id int 1..9
payments 300
  id int key
  payer_id int @firms
  amount int 10..9000
  method_id int 1..4
contracts 0
  id int key
  firm_id int 0% @firms
  signed_by_person_id int 0% @people
opinions 200
  id int key
  author_id int @people
  subject_type+subject_id text+int Firm=@firms Person=@people
  stars int 1..5
person_skills 300
  person_id int @people
  skill_id int 1..40
  years int 1..20
firm_people_history 200
  id int key
  firm_id int @firms
  person_id int @people
  since int 2001..2025
app_config 20
  id int key
  option+value text+text main_firm_id=@firms page_size=10..50
`},
	}
}
