package crmtest

// undeclaredStyles are those that leave all or most to names and values.
func undeclaredStyles() []Style {
	return []Style{
		{"rails polymorphic, no keys declared", []string{"contacts", "accounts"}, `
contacts 800 gaps
  id int key
  first_name text
  reports_to int 10% @contacts
  user_id int @users
  assigned_to int 60% @users
  born_on date 1970-01-01
  lead_id int 30% @leads
users 14
  id int key
  email text
  company text
accounts 300 gaps
  id int key
  name text
  rating int 0..5
  user_id int @users
account_contacts 700
  id int key
  account_id int @accounts
  contact_id int @contacts
leads 200
  id int key
  status text words new|open
  campaign_id int 1..20
opportunities 250
  id int key
  stage text words won|lost
  probability int 0..100
account_opportunities 250
  id int key
  account_id int @accounts
  opportunity_id int @opportunities
contact_opportunities 200
  id int key
  contact_id int @contacts
  opportunity_id int @opportunities
  role text
comments 400
  id int key
  commentable_type+commentable_id text+int Contact=@contacts Account=@accounts Lead=@leads
  user_id int @users
  private int 0..1
emails 300
  id int key
  mediator_type+mediator_id text+int Contact=@contacts Account=@accounts
  imap_message_id text
addresses 500
  id int key
  addressable_type+addressable_id text+int Contact=@contacts Account=@accounts
  street1 text
taggings 300
  id int key
  tag_id int 1..25
  taggable_type+taggable_id text+int Contact=@contacts Lead=@leads
  tagger_type+tagger_id text+int 0% User=@users
versions 900
  id int key
  item_type+item_id text+int Contact=@contacts Account=@accounts Opportunity=@opportunities
  whodunnit text 1..14
  related_type+related_id text+int 30% Contact=@contacts Account=@accounts
tasks 200
  id int key
  asset_type+asset_id text+int Contact=@contacts Account=@accounts
  priority int 1..5
  assigned_to int @users
settings 10
  id int key
  name text words host|locale
  value text words yes|no
attachments 0
  id int key
  entity_type+entity_id text+int 0% Contact=@contacts Account=@accounts
`},
		{"laravel morphs, classes as types, attributes by row", []string{"persons", "organizations"}, `
persons 700 gaps
  id int key
  name text
  organization_id int 70% @organizations
  emails json {"value":"x"}
  user_id int @users
organizations 250 gaps
  id int key
  name text
  address json {"city":"x"}
users 8
  id int key
  role_id int 1..3
  view_permission text words global|group
leads 300
  id int key
  person_id int @persons
  user_id int @users
  lead_pipeline_stage_id int 1..6
  lead_value int 100..9999
activities 400
  id int key
  type text words call|note
  participants json {"persons":[@persons],"users":[@users]}
activity_participants 300
  id int key
  activity_id int @activities
  person_id int 70% @persons
  user_id int 30% @users
person_activities 300
  person_id int @persons
  activity_id int @activities
quotes 200
  id int key
  person_id int @persons
  billing_address json {"postcode":"75000"}
emails 250
  id int key
  person_id int 50% @persons
  lead_id int 20% @leads
  parent_id int 10% @emails
  message_id text
notes 200
  id int key
  notable_type+notable_id text+int App\Models\Person=@persons App\Models\Organization=@organizations
media 200
  id int key
  model_type+model_id text+int App\Models\Person=@persons App\Models\User=@users
  size int 100..90000
  order_column int 1..9
activity_log 300
  id int key
  subject_type+subject_id text+int App\Models\Person=@persons App\Models\Organization=@organizations
  causer_type+causer_id text+int App\Models\User=@users
  properties json {"old":{"organization_id":@organizations}}
person_tags 200
  person_id int @persons
  tag_id int 1..12
attribute_values 900
  id int key
  entity_type+entity_id text+int persons=@persons leads=@leads
  attribute_id int 1..30
  integer_value int 20% 1..9
`},
		{"text ids, join tables, nothing declared", []string{"contact", "account"}, `
contact 600 hex17
  id text key
  last_name text
  account_id text 70% @account
  created_by_id text @user
  assigned_user_id text 80% @user
  portal_user_id text 0% @user
user 10 hex17
  id text key
  user_name text
  contact_id text 20% @contact
account 250 hex17
  id text key
  name text
  original_lead_id text 10% @lead
lead 150 hex17
  id text key
  created_account_id text 30% @account
  created_contact_id text 30% @contact
  status text words New|Assigned
account_contact 500
  id int key
  account_id text @account
  contact_id text @contact
  role text
  is_inactive int 0..1
contact_meeting 200
  id int key
  contact_id text @contact
  meeting_id text @meeting
meeting 150 hex17
  id text key
  parent_type+parent_id text+text Account=@account Lead=@lead Contact=@contact
  account_id text 60% @account
email 200 hex17
  id text key
  parent_type+parent_id text+text 70% Account=@account Contact=@contact
  message_id text
  is_replied int 0..1
entity_email_address 700
  id int key
  entity_type+entity_id text+text Contact=@contact Account=@account
  email_address_id text
entity_team 300
  id int key
  entity_type+entity_id text+text Contact=@contact Account=@account
  team_id text words t1|t2
note 400 hex17
  id text key
  parent_type+parent_id text+text Contact=@contact Account=@account
  related_type+related_id text+text 20% Email=@email
  super_parent_type+super_parent_id text+text 50% Account=@account
  data json {"assignedUserId":"@user"}
case_contact 0
  id int key
  contact_id text 0% @contact
  case_id text
document_account 0
  id int key
  account_id text 0% @account
  document_id text
opportunity 120 hex17
  id text key
  account_id text @account
  contact_id text 60% @contact
  amount int 100..99999
target_list_contact 0
  id int key
  contact_id text 0% @contact
  target_list_id text
subscription 200
  id int key
  entity_type+entity_id text+text Contact=@contact Account=@account
  user_id text @user
preferences 10
  id text key
  data json {"pinnedContacts":["@contact","@contact"]}
`},
		{"uuids and camel case", []string{"person", "company"}, `
person 500 uuid
  id uuid key
  nameFirstName text
  companyId uuid 70% @company
  createdByWorkspaceMemberId uuid @workspaceMember
  position int 1..500
company 200 uuid
  id uuid key
  name text
  employees int 1..900
  accountOwnerId uuid 50% @workspaceMember
workspaceMember 6 uuid
  id uuid key
  locale text
opportunity 150 uuid
  id uuid key
  pointOfContactId uuid 70% @person
  companyId uuid 80% @company
  stage text words NEW|WON
noteTarget 200 uuid
  id uuid key
  noteId uuid @note
  personId uuid 50% @person
  companyId uuid 50% @company
note 150 uuid
  id uuid key
  title text
taskTarget 0 uuid
  id uuid key
  taskId uuid
  personId uuid 0% @person
  companyId uuid 0% @company
favorite 50 uuid
  id uuid key
  personId uuid 50% @person
  workspaceMemberId uuid @workspaceMember
timelineActivity 600 uuid
  id uuid key
  name text words person.updated|company.created
  personId uuid 50% @person
  companyId uuid 50% @company
  linkedRecordId uuid 30% @note
  properties json {"diff":{"companyId":{"before":"@company"}}}
messageParticipant 200 uuid
  id uuid key
  handle text
  personId uuid 70% @person
calendarEventParticipant 0 uuid
  id uuid key
  personId uuid 0% @person
attachment 100 uuid
  id uuid key
  personId uuid 60% @person
  authorId uuid @workspaceMember
`},
		{"exports with 18-letter ids", []string{"Contact", "Account"}, `
Contact 500 sf18
  Id text key
  LastName text
  AccountId text 80% @Account
  ReportsToId text 10% @Contact
  OwnerId text @User
Account 200 sf18
  Id text key
  Name text
  ParentId text 10% @Account
  MasterRecordId text 2% @Account
  NumberOfEmployees int 1..999
User 8 sf18
  Id text key
  Alias text
  ContactId text 20% @Contact
Opportunity 200 sf18
  Id text key
  AccountId text @Account
  StageName text words Won|Lost
  Primary_Contact__c text 60% @Contact
OpportunityContactRole 200 sf18
  Id text key
  OpportunityId text @Opportunity
  ContactId text @Contact
  Role text
Task 300 sf18
  Id text key
  WhoId text 70% @Contact
  WhatId text 70% words @Account|@Opportunity
  Priority text words High|Low
Case 150 sf18
  Id text key
  ContactId text 70% @Contact
  AccountId text 70% @Account
  CaseNumber text 1000..9999
CampaignMember 150 sf18
  Id text key
  ContactId text 80% @Contact
  LeadId text 0%
  Status text words Sent
Attachment 100 sf18
  Id text key
  ParentId text words @Account|@Contact
ContactHistory 150 sf18
  Id text key
  ContactId text @Contact
  Field text words AccountId|LastName
  OldValue text 40% @Account
  NewValue text 40% @Account
Asset 0 sf18
  Id text key
  ContactId text 0% @Contact
  AccountId text 0% @Account
`},
		{"french and romanian names, numbers as keys", []string{"clienti", "persoane_contact"}, `
clienti 500 gaps
  id_client int key
  denumire text
  cod_postal text 10000..99999
  id_client_parinte int 5% @clienti
  id_agent int @agenti
  stare int 1..4
  tip int 1..3
agenti 12
  id_agent int key
  nume text
persoane_contact 700 gaps
  id_persoana int key
  id_client int @clienti
  nume text
  functie int 1..6
facturi 600
  id_factura int key
  id_client int @clienti
  nr_factura int 1..600
  an int 2019..2026
  id_agent int @agenti
comenzi 400
  id_comanda int key
  client int @clienti
  persoana_contact int 60% @persoane_contact
  cantitate int 1..50
  stadiu int 1..5
vizite 300
  id_vizita int key
  id_client int @clienti
  id_persoana int 50% @persoane_contact
  durata int 10..120
contracte 150
  nr int key
  beneficiar_id int @clienti
  garant_id int 30% @clienti
  valoare int 100..99999
documente 200
  id int key
  tip_entitate+id_entitate text+int client=@clienti factura=@facturi
istoric_clienti 300
  id int key
  id_client int @clienti
  camp text words stare|tip
  valoare_veche text 1..4
  valoare_noua text 1..4
apeluri 200
  id int key
  interlocuteur_id int 80% @persoane_contact
  duree int 1..60
  id_client int @clienti
reclamatii 0
  id int key
  id_client int 0% @clienti
  id_persoana int 0% @persoane_contact
`},
		{"german names, lists and numbers in text", []string{"kunden", "ansprechpartner"}, `
kunden 400 gaps
  kunden_nr int key
  firma text
  plz text 10000..99999
  branche int 1..9
  konzern_kunde int 5% @kunden
ansprechpartner 600 gaps
  id int key
  kunden_nr int @kunden
  nachname text
  anrede int 1..3
auftraege 400
  auftrag_nr int key
  kunden_nr int @kunden
  rechnung_an int 20% @kunden
  jahr int 2020..2026
  bearbeiter int @mitarbeiter
mitarbeiter 11
  id int key
  kuerzel text
rechnungen 350
  rechnung_nr int key
  kunde int @kunden
  auftrag int @auftraege
  betrag int 10..9999
rundschreiben 60
  id int key
  empfaenger_kunden text words @kunden,@kunden,@kunden|@kunden,@kunden
  betreff text
termine 200
  id int key
  ansprechpartner_id int @ansprechpartner
  dauer int 15..120
besuche 150
  id int key
  teilnehmer_ids array {@ansprechpartner,@ansprechpartner}
  kunde_id int @kunden
objekt_notizen 150
  id int key
  objekt_typ+objekt_id text+int kunde=@kunden auftrag=@auftraege
  prioritaet int 1..5
einstellungen 12
  id int key
  name+wert text+text sprache=1..9 standard_kunde=@kunden
`},
		{"shards of a hosted system, long numbers", []string{"contacts", "companies"}, `
contacts 500 snowflake
  id int key
  company_id int 80% @companies
  owner_id int @owners
  lifecycle_stage int 1..8
companies 200 snowflake
  id int key
  name text
  parent_company_id int 10% @companies
owners 7 snowflake
  id int key
  email text
deals 200 snowflake
  id int key
  primary_company int 70% @companies
  hs_buyer int 50% @contacts
  pipeline int 1..3
associations 600
  id int key
  from_object_type+from_object_id text+int contact=@contacts deal=@deals
  to_object_type+to_object_id text+int company=@companies contact=@contacts
engagements 300 snowflake
  id int key
  contact_ids json [@contacts,@contacts]
  company_ids json [@companies]
  timestamp int 1600000000..1700000000
list_memberships 300
  list_id int 1..9
  vid int @contacts
form_submissions 150
  id int key
  payload json {"contact":{"vid":@contacts},"page":3..9}
`},
	}
}
