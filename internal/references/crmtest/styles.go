package crmtest

import "slices"

// Styles returns all styles.
func Styles() []Style {
	return slices.Concat(declaredStyles(), undeclaredStyles(), oddStyles(), moreStyles())
}

// declaredStyles are those that declare some or most of their keys.
func declaredStyles() []Style {
	return []Style{
		{"django, types by number, tables that inherit", []string{"people_contact", "people_organisation"}, `
django_content_type 12
  id int key
  app_label text words people|core|crm
  model text words contact|organisation|entity|deal|user|invoice
auth_user 9
  id int key
  username text
core_entity 900 gaps
  id int key
  created date
  user_id int fk @auth_user
  entity_type_id int fk @django_content_type
people_organisation 250
  entity_ptr_id int fk key of core_entity
  name text
  staff int 1..500
people_contact 400
  entity_ptr_id int fk key of core_entity
  first_name text
  civility_id int 1..4
  image_id int 0% 1..9
crm_deal 150
  entity_ptr_id int fk key of core_entity
  emitter_id int fk @people_organisation
  contact_id int fk 80% @people_contact
  amount int 100..90000
core_relation 700
  id int key
  subject_entity_id int fk @core_entity
  object_entity_id int fk @core_entity
  type_id text words core-sub|core-obj
core_historyline 500
  id int key
  entity_id int fk 90% @core_entity
  entity_ctype_id int fk @django_content_type
  type int 1..7
core_note 120
  id int key
  object_pk+real_type text+text @people_contact=people.contact @people_organisation=people.organisation
  text text
people_address 500
  id int key
  object_id int @core_entity
  zipcode text 10000..99999
`},
		{"tables by prefix, keys called rowid, fk_ columns", []string{"crm_societe", "crm_socpeople"}, `
crm_societe 300 gaps
  rowid int key
  nom text
  parent int 10% @crm_societe
  fk_pays int 1..5
  fk_typent int 1..8
  client int 0..3
  fournisseur int 0..1
  fk_user_creat int @crm_user
crm_user 12
  rowid int key
  login text
  fk_soc int 20% @crm_societe
  fk_socpeople int 10% @crm_socpeople
crm_socpeople 500 gaps
  rowid int key
  fk_soc int fk @crm_societe
  lastname text
  fk_user_creat int @crm_user
  statut int 0..1
crm_propal 250
  rowid int key
  ref text
  fk_soc int fk @crm_societe
  fk_statut int 0..4
  fk_user_author int @crm_user
crm_facture 260
  rowid int key
  fk_soc int fk @crm_societe
  fk_projet int 0% 1..5
  total_ttc int 10..9999
crm_societe_contacts 200
  rowid int key
  fk_soc int fk @crm_societe
  fk_socpeople int fk @crm_socpeople
  element text words commande|propal
crm_categorie_societe 300
  fk_categorie int key
  fk_soc int fk @crm_societe
crm_categorie_contact 200
  fk_categorie int
  fk_socpeople int fk @crm_socpeople
crm_element_contact 300
  rowid int key
  element_id int 1..250
  fk_c_type_contact int 1..60
  fk_socpeople int @crm_socpeople
crm_actioncomm 400
  rowid int key
  fk_soc int 90% @crm_societe
  fk_contact int 70% @crm_socpeople
  elementtype+fk_element text+int societe=@crm_societe contact=@crm_socpeople propal=@crm_propal
  priority int 1..5
crm_societe_extrafields 300
  rowid int key
  fk_object int fk @crm_societe
  secteur text
crm_ecm_files 150
  rowid int key
  src_object_type+src_object_id text+int societe=@crm_societe facture=@crm_facture
crm_element_element 150
  rowid int key
  sourcetype+fk_source text+int propal=@crm_propal societe=@crm_societe
  targettype+fk_target text+int facture=@crm_facture
`},
		{"entity table and settings in strings", []string{"vt_contactdetails", "vt_account"}, `
vt_crmentity 1500
  crmid int key
  smcreatorid int @vt_users
  smownerid int @vt_users
  setype text words Contacts|Accounts|Leads
  deleted int 0..1
vt_users 15
  id int key
  user_name text
  reports_to_id int 40% @vt_users
vt_account 400
  accountid int fk key of vt_crmentity
  accountname text
  parentid int 10% @vt_account
  employees int 1..400
vt_contactdetails 500
  contactid int fk key of vt_crmentity
  accountid int 80% @vt_account
  lastname text
  reportsto int 10% @vt_contactdetails
vt_contactaddress 400
  contactaddressid int fk key on vt_contactdetails
  mailingcity text
vt_contactscf 400
  contactid int key on vt_contactdetails
  cf_101 text
vt_accountscf 300
  accountid int key on vt_account
  cf_201 int 1..9
vt_potential 200
  potentialid int fk key of vt_crmentity
  related_to int @vt_account
  contact_id int 70% @vt_contactdetails
  probability int 0..100
vt_cntactivityrel 300
  contactid int @vt_contactdetails
  activityid int 1..1500
vt_seactivityrel 300
  crmid int @vt_crmentity
  activityid int 1..1500
vt_crmentityrel 300
  crmid+module int+text @vt_contactdetails=Contacts @vt_account=Accounts
  relcrmid+relmodule int+text @vt_account=Accounts @vt_potential=Potentials
vt_senotesrel 200
  crmid int @vt_crmentity
  notesid int 1..300
vt_troubletickets 150
  ticketid int key
  parent_id int 60% @vt_account
  contact_id int 60% @vt_contactdetails
  severity int 1..4
vt_modtracker_basic 400
  id int key
  crmid int @vt_crmentity
  status int 0..4
`},
		{"entity_table and entity_id, kin in one table", []string{"civi_contact"}, `
civi_contact 600 gaps
  id int key
  contact_type text words Individual|Organization|Household
  display_name text
  employer_id int fk 30% @civi_contact
  primary_contact_id int fk 5% @civi_contact
  prefix_id int 1..4
  gender_id int 1..3
  preferred_communication_method text 30% 1..5
civi_email 700
  id int key
  contact_id int fk @civi_contact
  location_type_id int 1..5
  is_primary int 0..1
civi_relationship 300
  id int key
  contact_id_a int fk @civi_contact
  contact_id_b int fk @civi_contact
  relationship_type_id int 1..12
  case_id int 0% 1..5
civi_activity_contact 900
  id int key
  activity_id int 1..500
  contact_id int fk @civi_contact
  record_type_id int 1..3
civi_note 200
  id int key
  entity_table+entity_id text+int civi_contact=@civi_contact civi_contribution=@civi_contribution
  contact_id int fk @civi_contact
  privacy int 0..2
civi_contribution 250
  id int key
  contact_id int fk @civi_contact
  financial_type_id int 1..4
  payment_instrument_id int 1..5
civi_entity_tag 300
  id int key
  entity_table+entity_id text+int civi_contact=@civi_contact civi_activity=1..500
  tag_id int 1..6
civi_log 500
  id int key
  entity_table+entity_id text+int civi_contact=@civi_contact civi_email=@civi_email
  modified_id int fk @civi_contact
  data text
civi_value_donor 200
  id int key
  entity_id int fk @civi_contact
  known_areas text
civi_setting 30
  id int key
  name text words lcMessages|fiscalYear|default_contact_id
  domain_contact_id int 60% @civi_contact
civi_uf_match 40
  id int key
  uf_id int 1..40
  contact_id int fk @civi_contact
  created_id int fk @civi_contact
civi_dedupe_exception 30
  id int key
  contact_id1 int fk @civi_contact
  contact_id2 int fk @civi_contact
civi_acl_cache 50
  id int key
  contact_id int @civi_contact
  acl_id int 1..9
civi_action_log 80
  id int key
  contact_id int 90% @civi_contact
  entity_id int 1..300
  entity_table text words civi_activity|civi_membership
`},
		{"references as strings, everything else declared", []string{"party_party"}, `
party_party 500 gaps
  id int key
  name text
  replaced_by int fk 3% @party_party
  lang int 1..4
  create_uid int 1..3
party_address 600
  id int key
  party int fk @party_party
  sequence int 1..9
  country int 1..40
party_contact_mechanism 700
  id int key
  party int fk @party_party
  address int fk 20% @party_address
party_relation 80
  id int key
  from_ int fk @party_party
  to int fk @party_party
  type int 1..5
account_move_line 900
  id int key
  party int fk 60% @party_party
  origin text 30% words sale.sale,1..300|party.party,@party_party
  debit int 0..9000
sale_sale 300
  id int key
  party int fk @party_party
  invoice_party int fk 20% @party_party
  shipment_party int fk 10% @party_party
  origin text 0% party.party,@party_party
ir_attachment 150
  id int key
  resource text words party.party,@party_party|sale.sale,1..300
ir_note 100
  id int key
  resource text words party.party,@party_party|sale.sale,1..300
ir_trigger_log 50
  id int key
  record_id int 1..300
party_party_history 400
  __id int key
  id int @party_party
  name text
ir_configuration 1
  id int key
  language text
party_erase 10
  id int key
  party int fk @party_party
`},
	}
}
