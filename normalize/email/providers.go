package email

import "strings"

// The tables of this file were compiled for Onefold from general knowledge in
// November 2026. Domains are in lower-case ASCII. They are read and never
// written.

// set makes a look-up of words separated by white space.
func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// freeDomains are domains where anybody, or any customer of an access
// provider, has a mailbox.
var freeDomains = set(`
gmail.com googlemail.com
yahoo.com yahoo.fr yahoo.ro yahoo.co.uk yahoo.de yahoo.it yahoo.es yahoo.ca yahoo.com.br yahoo.co.in yahoo.in yahoo.com.au yahoo.co.jp
yahoo.gr yahoo.pl yahoo.be yahoo.nl yahoo.se yahoo.no yahoo.dk yahoo.ie yahoo.pt yahoo.com.mx yahoo.com.ar ymail.com rocketmail.com myyahoo.com
hotmail.com hotmail.fr hotmail.co.uk hotmail.de hotmail.it hotmail.es hotmail.be hotmail.ca hotmail.nl hotmail.se hotmail.ro hotmail.ch hotmail.gr
outlook.com outlook.fr outlook.ro outlook.de outlook.es outlook.it outlook.be outlook.pt outlook.ie outlook.co.uk
live.com live.fr live.co.uk live.nl live.be live.de live.it live.ca live.ie live.se live.ro msn.com windowslive.com passport.com
icloud.com me.com mac.com aol.com aol.fr aol.de aol.co.uk aim.com
protonmail.com protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.io tuta.com keemail.me mailfence.com hushmail.com startmail.com posteo.de posteo.net
gmx.com gmx.net gmx.de gmx.fr gmx.at gmx.ch gmx.us gmx.co.uk web.de freenet.de t-online.de arcor.de online.de 1und1.de mail.de email.de
zoho.com zohomail.com zohomail.eu fastmail.com fastmail.fm mail.com email.com usa.com post.com europe.com consultant.com inbox.com lycos.com excite.com
yandex.com yandex.ru ya.ru mail.ru bk.ru list.ru inbox.ru rambler.ru ukr.net i.ua
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr cegetel.net club-internet.fr bbox.fr numericable.fr numericable.com noos.fr 9online.fr 9business.fr
aliceadsl.fr alice.fr libertysurf.fr voila.fr caramail.com caramail.fr nordnet.fr nordnet.com tiscali.fr freesbee.fr infonie.fr worldonline.fr dbmail.com
ik.me netcourrier.com mailo.com mailo.fr red-by-sfr.fr gawab.com orange.com.tn mel.fr francite.com ovi.com
rdslink.ro rdsmail.ro clicknet.ro personal.ro home.ro zappmobile.ro upcmail.ro k.ro email.ro mail.ro easynet.ro b.astral.ro rol.ro kappa.ro xnet.ro
romtelecom.net digi.ro digistorage.ro dial.kappa.ro posta.ro lycos.ro acasa.ro myx.ro
skynet.be telenet.be scarlet.be proximus.be belgacom.net voo.be
bluewin.ch bluemail.ch hispeed.ch sunrise.ch swissonline.ch
libero.it virgilio.it alice.it tin.it tiscali.it inwind.it iol.it fastwebnet.it tim.it
terra.es telefonica.net ono.com wp.pl o2.pl interia.pl onet.pl op.pl seznam.cz centrum.cz email.cz azet.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg
ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl casema.nl chello.nl upcmail.nl quicknet.nl
btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk blueyonder.co.uk plusnet.com
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com netzero.net optonline.net roadrunner.com
rogers.com sympatico.ca shaw.ca telus.net videotron.ca bell.net
bigpond.com bigpond.net.au optusnet.com.au bol.com.br uol.com.br terra.com.br ig.com.br rediffmail.com qq.com 163.com 126.com sina.com foxmail.com
naver.com daum.net hanmail.net walla.co.il sapo.pt online.no eircom.net
`)

// disposableDomains give a mailbox for some minutes to whoever asks.
var disposableDomains = set(`
mailinator.com mailinator.net mailinator2.com guerrillamail.com guerrillamail.net guerrillamail.org guerrillamail.biz guerrillamail.de guerrillamail.info
guerrillamailblock.com sharklasers.com grr.la spam4.me pokemail.net 10minutemail.com 10minutemail.net 10minutemail.org 10minutemail.de 10minutemail.co.za
10minutesmail.com 20minutemail.com 20minutemail.it 30minutemail.com minutemailbox.com tempmail.com tempmail.net tempmail.de tempmail.it tempmail.eu temp-mail.org temp-mail.io
temp-mail.ru temp-mail.de tempmailo.com tempmail.plus tempmailaddress.com tempinbox.com tempinbox.co.uk tempemail.com tempemail.net tempemail.co.za tempr.email
discard.email discardmail.com discardmail.de throwawaymail.com throwaway.email throwam.com trashmail.com trashmail.net trashmail.org trashmail.de trashmail.me trashmail.io trashmail.at
trash-mail.com trash-mail.de trash-mail.at trash-me.com trashdevil.com trashinbox.com wegwerfmail.de wegwerfmail.net wegwerfmail.org wegwerfadresse.de wegwerfemail.de
yopmail.com yopmail.fr yopmail.net cool.fr.nf jetable.fr.nf nospam.ze.tc nomail.xl.cx mega.zik.dj speed.1s.fr courriel.fr.nf moncourrier.fr.nf monemail.fr.nf monmail.fr.nf
jetable.com jetable.net jetable.org jetable.pp.ua poubelle-du.net ephemail.net ephemeral.email haltospam.com
maildrop.cc mailnesia.com mailcatch.com mailnull.com mailmoat.com mailexpire.com mailforspam.com mailsac.com mailpoof.com mailtemp.info mailtothis.com mailzilla.com mailde.de mailscrap.com
mytemp.email mytempemail.com mytrashmail.com mohmal.com moakt.com moakt.cc getnada.com nada.email inboxbear.com inboxkitten.com inboxalias.com
getairmail.com dispostable.com disposable.email disposableaddress.com disposableemailaddresses.com disposableinbox.com
dropmail.me emailondeck.com emailtemporanea.com emailtemporanea.net emailsensei.com emailtmp.com emailfake.com fakeinbox.com fakemail.net fakemail.fr fakemailgenerator.com fakebox.org
spamgourmet.com spambox.us spambox.info spamex.com spamfree24.org spamhole.com spamavert.com spamspot.com spam.la spamobox.com nospamfor.us nospammail.net antispam.de
burnermail.io burner.kiwi anonaddy.me anonbox.net anonymbox.com armyspy.com cuvox.de dayrep.com einrot.com fleckens.hu gustr.com jourrapide.com rhyta.com superrito.com teleworm.us
crazymailing.com deadaddress.com dodgeit.com e4ward.com filzmail.com gishpuppy.com incognitomail.com kasmail.com kurzepost.de lroid.com mintemail.com mt2015.com
no-spam.ws objectmail.com onewaymail.com pookmail.com proxymail.eu rcpt.at safetymail.info selfdestructingmail.com shieldedmail.com sneakemail.com sogetthis.com
soodonims.com tmail.ws tmailinator.com tmpmail.org tmpmail.net tmpeml.com tmpbox.net uggsrock.com vomoto.com wh4f.org willselfdestruct.com zoemail.org 33mail.com 1secmail.com 1secmail.org 1secmail.net
harakirimail.com hidemail.de hmamail.com instantemailaddress.com luxusmail.org muellmail.com byom.de nowmymail.com owlpic.com
`)

// realNeighbours look like a typing error of a free domain and are domains of
// their own.
var realNeighbours = set(`
gmx.li gmx.eu mail.fr mail.be mail.it email.fr email.it lived.com love.fr free.com free.net orange.com orange.be orange.es orange.pl orange.ro orange.net
sfr.com laposte.fr hotmail.com.tr gmail.fr gmail.de yaho.net live.no live.dk live.at tree.fr fred.fr
`)

// typoTargets are the domains that typing errors are measured against: those
// with most mailboxes first.
var typoTargets = strings.Fields(`
gmail.com hotmail.com hotmail.fr yahoo.com yahoo.fr yahoo.ro outlook.com outlook.fr orange.fr wanadoo.fr laposte.net icloud.com
googlemail.com yahoo.co.uk hotmail.co.uk hotmail.it hotmail.es yahoo.de yahoo.it yahoo.es protonmail.com windowslive.com
btinternet.com comcast.net numericable.fr club-internet.fr neuf.fr
`)

// typoDomains are errors that are further than one edit away, or too short to
// be measured.
var typoDomains = map[string]string{
	"gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmal.com": "gmail.com", "gamil.com": "gmail.com", "gnail.com": "gmail.com",
	"gmil.com": "gmail.com", "gmaill.com": "gmail.com", "gmail.co": "gmail.com", "gmail.cm": "gmail.com", "gmail.om": "gmail.com",
	"gimail.com": "gmail.com", "gmeil.com": "gmail.com", "jmail.com": "gmail.com", "g-mail.com": "gmail.com", "gmali.com": "gmail.com",
	"gmail.comm": "gmail.com", "gmail.coml": "gmail.com", "gmailcom.com": "gmail.com", "gmail.com.com": "gmail.com", "gmaul.com": "gmail.com",
	"hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com", "hotmal.com": "hotmail.com", "hotmil.com": "hotmail.com", "homail.com": "hotmail.com",
	"hormail.com": "hotmail.com", "hotnail.com": "hotmail.com", "hotmaill.com": "hotmail.com", "hotamil.com": "hotmail.com", "htomail.com": "hotmail.com",
	"hotmial.fr": "hotmail.fr", "hotmai.fr": "hotmail.fr", "homail.fr": "hotmail.fr", "hotmal.fr": "hotmail.fr", "otmail.fr": "hotmail.fr", "otmail.com": "hotmail.com",
	"yaho.com": "yahoo.com", "yaho.fr": "yahoo.fr", "yaho.ro": "yahoo.ro", "yahooo.com": "yahoo.com", "yahoo.co": "yahoo.com", "yhoo.com": "yahoo.com",
	"yhaoo.com": "yahoo.com", "yahou.fr": "yahoo.fr", "yahou.com": "yahoo.com", "yahho.com": "yahoo.com", "ayhoo.com": "yahoo.com", "yhaoo.fr": "yahoo.fr",
	"outlok.com": "outlook.com", "outloo.com": "outlook.com", "outllok.com": "outlook.com", "outlouk.com": "outlook.com", "oulook.com": "outlook.com", "outlook.co": "outlook.com",
	"ornage.fr": "orange.fr", "orang.fr": "orange.fr", "organge.fr": "orange.fr", "oragne.fr": "orange.fr", "wandoo.fr": "wanadoo.fr", "wanado.fr": "wanadoo.fr",
	"wanadoo.com": "wanadoo.fr", "laposte.ner": "laposte.net", "lapost.net": "laposte.net", "la-poste.net": "laposte.net", "laposte.com": "laposte.net",
	"iclod.com": "icloud.com", "icoud.com": "icloud.com", "icloud.co": "icloud.com", "fre.fr": "free.fr", "freee.fr": "free.fr", "ffree.fr": "free.fr",
	"sfr.net": "sfr.fr", "srf.fr": "sfr.fr", "liv.fr": "live.fr", "msn.co": "msn.com",
}

// typoEndings are endings that stand next to one with many mailboxes.
var typoEndings = map[string]string{
	"con": "com", "cmo": "com", "ocm": "com", "vom": "com", "xom": "com", "comm": "com", "coom": "com", "co": "com", "cm": "com", "om": "com",
	"ccom": "com", "c0m": "com", "cpm": "com", "clm": "com", "dr": "fr", "ft": "fr", "rf": "fr", "frr": "fr", "ffr": "fr", "r0": "ro", "roo": "ro", "nte": "net", "ent": "net", "ner": "net", "nett": "net",
}
