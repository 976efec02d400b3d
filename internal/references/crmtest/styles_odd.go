package crmtest

// oddStyles are those that go their own way.
func oddStyles() []Style {
	return []Style{
		{"names as keys, links by document type", []string{"tab_customer", "tab_contact"}, `
tab_customer 200 code
  name text key
  customer_group text words Retail|Trade
  territory text words North|South
  default_price_list text words Standard
  lead_name text 20% @tab_lead
  idx int 0..3
tab_contact 300 code
  name text key
  first_name text
  user text words anna|ben
  idx int 0..3
tab_lead 100 code
  name text key
  customer text 40% @tab_customer
tab_address 300 code
  name text key
  city text
tab_dynamic_link 500 code
  name text key
  parenttype+parent text+text Contact=@tab_contact Address=@tab_address
  link_doctype+link_name text+text Customer=@tab_customer Lead=@tab_lead
  idx int 1..3
tab_sales_order 250 code
  name text key
  customer text @tab_customer
  contact_person text 60% @tab_contact
  customer_address text 50% @tab_address
  docstatus int 0..2
tab_sales_invoice 200 code
  name text key
  customer text @tab_customer
  contact_person text 50% @tab_contact
tab_communication 300 code
  name text key
  reference_doctype+reference_name text+text Customer=@tab_customer Contact=@tab_contact Lead=@tab_lead
  timeline_label text
tab_gl_entry 400 code
  name text key
  party_type+party text+text Customer=@tab_customer
  voucher_no text 1..900
tab_version 200 code
  name text key
  ref_doctype+docname text+text Customer=@tab_customer Contact=@tab_contact
  data text
`},
		{"leads are people, companies joined", []string{"leads", "companies"}, `
leads 700 gaps
  id int key
  owner_id int 50% @users
  stage_id int 1..5
  points int 0..90
  firstname text
  company text
users 9
  id int key
  role_id int 1..3
companies 120 gaps
  id int key
  owner_id int 30% @users
  companyname text
  companyannual_revenue int 1000..9000
companies_leads 500
  company_id int @companies
  lead_id int @leads
  is_primary int 0..1
lead_notes 200
  id int key
  lead_id int fk @leads
  type text words general|call
lead_lists_leads 400
  leadlist_id int 1..10
  lead_id int @leads
lead_event_log 500
  id int key
  lead_id int @leads
  user_id int 20% @users
  object+object_id text+int import=1..30 campaign=1..12
campaign_leads 300
  campaign_id int 1..12
  lead_id int @leads
  rotation int 1..3
page_hits 600
  id int key
  lead_id int 80% @leads
  page_id int 1..15
  device_id int 1..90
email_stats 400
  id int key
  lead_id int @leads
  email_id int 1..12
  source+source_id text+int campaign.event=1..40 email=1..12
audit_log 500
  id int key
  bundle text words lead|user
  object+object_id text+int lead=@leads user=@users company=@companies
  user_id int @users
point_lead_action_log 200
  point_id int 1..8
  lead_id int @leads
lead_devices 90
  id int key
  lead_id int @leads
dnc_contacts 80
  id int key
  contact_id int @leads
  reason int 1..3
company_segments 60
  id int key
  company_id int @companies
`},
		{"entities by number of type, keys named after tables", []string{"ContactBase", "AccountBase"}, `
AccountBase 200 uuid
  AccountId uuid key
  Name text
  ParentAccountId uuid 10% @AccountBase
  PrimaryContactId uuid 60% @ContactBase
  OwnerId uuid @SystemUserBase
  MasterId uuid 2% @AccountBase
ContactBase 400 uuid
  ContactId uuid key
  FullName text
  ParentCustomerId+ParentCustomerIdType uuid+int @AccountBase=1 @ContactBase=2
  OwnerId uuid @SystemUserBase
  PreferredContactMethodCode int 1..5
SystemUserBase 7 uuid
  SystemUserId uuid key
  DomainName text
ContactExtensionBase 300 uuid
  ContactId uuid key on ContactBase
  new_rating int 1..5
OpportunityBase 150 uuid
  OpportunityId uuid key
  CustomerId+CustomerIdType uuid+int @AccountBase=1 @ContactBase=2
  StatusCode int 1..5
ActivityPartyBase 500 uuid
  ActivityPartyId uuid key
  PartyId+PartyObjectTypeCode uuid+int @AccountBase=1 @ContactBase=2 @SystemUserBase=8
  ParticipationTypeMask int 1..9
AnnotationBase 200 uuid
  AnnotationId uuid key
  ObjectId+ObjectTypeCode uuid+int @AccountBase=1 @OpportunityBase=3
IncidentBase 100 uuid
  IncidentId uuid key
  CustomerId uuid words @AccountBase|@ContactBase
  ResponsibleContactId uuid 30% @ContactBase
PhoneCallBase 100 uuid
  ActivityId uuid key
  RegardingObjectId+RegardingObjectTypeCode uuid+int @ContactBase=2 @OpportunityBase=3
ListMemberBase 100 uuid
  ListMemberId uuid key
  EntityId+EntityType uuid+int @ContactBase=2 @AccountBase=1
AuditBase 300 uuid
  AuditId uuid key
  ObjectId+ObjectTypeCode uuid+int @ContactBase=2 @AccountBase=1
  Operation int 1..3
`},
		{"associations by word, names with numbers", []string{"x2_contacts", "x2_accounts"}, `
x2_contacts 600 gaps
  id int key
  firstName text
  company text 60% Firm_@x2_accounts
  assignedTo text words anna|ben
  leadscore int 0..5
  dealvalue int 0..9000
  trackingKey text
x2_accounts 150 gaps
  id int key
  name text
  primaryContact text 30% Ann_@x2_contacts
  employees int 1..500
x2_actions 500
  id int key
  associationType+associationId text+int contacts=@x2_contacts accounts=@x2_accounts
  complete int 0..1
x2_events 300
  id int key
  associationType+associationId text+int 80% Contacts=@x2_contacts Accounts=@x2_accounts
  level int 1..3
x2_opportunities 100
  id int key
  contactId int 0% @x2_contacts
x2_list_items 300
  id int key
  listId int 1..9
  contactId int @x2_contacts
  opened int 0..1
x2_relationships 200
  id int key
  firstType+firstId text+int Contacts=@x2_contacts Accounts=@x2_accounts
  secondType+secondId text+int Accounts=@x2_accounts Contacts=@x2_contacts
x2_tags 200
  id int key
  type+itemId text+int Contacts=@x2_contacts Accounts=@x2_accounts
  taggedBy text words anna|ben
x2_changelog 300
  id int key
  type+itemId text+int Contacts=@x2_contacts Accounts=@x2_accounts
  fieldName text words company|name
x2_track_emails 100
  id int key
  actionId int @x2_actions
x2_services 90
  id int key
  contactIdRef int 70% @x2_contacts
  impact int 1..4
`},
		{"prefixes of three letters", []string{"person_per", "family_fam"}, `
person_per 700 gaps
  per_ID int key
  per_LastName text
  per_fam_ID int @family_fam
  per_cls_ID int 1..5
  per_fmr_ID int 1..4
  per_EnteredBy int 1..9
family_fam 250 gaps
  fam_ID int key
  fam_Name text
  fam_EnteredBy int 1..9
  fam_Latitude int 40..50
person2group2role_p2g2r 400
  p2g2r_per_ID int @person_per
  p2g2r_grp_ID int 1..20
  p2g2r_rle_ID int 1..3
note_nte 300
  nte_ID int key
  nte_per_ID int 60% @person_per
  nte_fam_ID int 40% @family_fam
  nte_Type text words note|edit
pledge_plg 300
  plg_plgID int key
  plg_FamID int @family_fam
  plg_FYID int 20..30
  plg_amount int 10..900
event_attend 200
  attend_id int key
  event_id int 1..30
  person_id int @person_per
  checkin_id int 20% @person_per
person_custom 500
  per_ID int key on person_per
  c1 text
user_usr 9
  usr_per_ID int @person_per
  usr_UserName text
record2property_r2p 150
  r2p_pro_ID int 1..9
  r2p_record_ID int @person_per
`},
		{"classes as types, audit, generated join tables", []string{"orocrm_contact", "orocrm_account"}, `
orocrm_contact 500 gaps
  id int key
  first_name text
  user_owner_id int fk @oro_user
  reports_to_contact_id int fk 10% @orocrm_contact
  serialized_data json {"vip":true}
orocrm_account 200 gaps
  id int key
  default_contact_id int fk 60% @orocrm_contact
  referred_by_id int fk 5% @orocrm_account
oro_user 8
  id int key
  username text
orocrm_account_to_contact 500
  account_id int fk @orocrm_account
  contact_id int fk @orocrm_contact
oro_rel_call_contact 200
  call_id int 1..150
  contact_id int fk @orocrm_contact
oro_rel_a2_account 200
  attachment_id int 1..80
  account_id int fk @orocrm_account
oro_audit 400
  id int key
  object_class+object_id text+int Oro\Bundle\ContactBundle\Entity\Contact=@orocrm_contact Oro\Bundle\AccountBundle\Entity\Account=@orocrm_account
  version int 1..9
oro_comment 100
  id int key
  entity_class+entity_id text+int Oro\Bundle\ContactBundle\Entity\Contact=@orocrm_contact Oro\Bundle\UserBundle\Entity\User=@oro_user
oro_activity_list 200
  id int key
  related_activity_class+related_activity_id text+int Oro\Bundle\CallBundle\Entity\Call=1..150
oro_tag_tagging 150
  id int key
  tag_id int 1..9
  entity_name+record_id text+int Oro\Bundle\ContactBundle\Entity\Contact=@orocrm_contact
orocrm_sales_lead 120
  id int key
  contact_id int fk 70% @orocrm_contact
  customer_association_id int fk @orocrm_customer
orocrm_customer 150
  id int key
  account_id int fk @orocrm_account
oro_search_index 400
  id int key
  entity+record_id text+int Oro\Bundle\ContactBundle\Entity\Contact=@orocrm_contact Oro\Bundle\AccountBundle\Entity\Account=@orocrm_account
  weight int 1..9
oro_workflow_item 100
  id int key
  entity_id+entity_class text+text @orocrm_contact=Oro\Bundle\ContactBundle\Entity\Contact
  current_step_id int 1..9
`},
	}
}
