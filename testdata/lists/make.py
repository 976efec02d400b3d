"""Makes the lists of this folder: kinds of data that Onefold should understand
without being told, with what is true of them beside. All values are invented;
python3 make.py writes the same files again."""
import random,csv,string
random.seed(5)
import os
L=os.path.dirname(os.path.abspath(__file__))+'/'
def typo(s,p):
    if random.random()>p or len(s)<4: return s
    i=random.randrange(1,len(s)-1); k=random.random()
    if k<.3: return s[:i]+s[i+1:]
    if k<.6: return s[:i]+s[i+1]+s[i]+s[i+2:]
    if k<.8: return s[:i]+random.choice('abcdefghiklmnoprstu')+s[i+1:]
    return s[:i]+random.choice('aeiourst')+s[i:]
syl='ba co di fe ga lo mi nu pa ra so ti va zo ken tor lin mar ver dex nov tra plu gri san lum'.split()
def word(): return ''.join(random.choice(syl) for _ in range(random.choice([2,2,3])))
def write(name,h,rows):
    random.shuffle(rows)
    with open(L+name,'w',newline='') as a, open(L+name.replace('.csv','.truth.csv'),'w',newline='') as b:
        a=csv.writer(a); b=csv.writer(b); a.writerow(['id']+h); b.writerow(['id','cluster'])
        for i,(c,r) in enumerate(rows): a.writerow([i]+r); b.writerow([i,c])
# products
brands=[word().capitalize() for _ in range(60)]
cats={'laptop':['notebook','laptop computer','notebook pc'],'digital camera':['camera','digital slr camera','dslr'],'lcd tv':['lcd television','flat panel tv','hdtv'],'printer':['inkjet printer','laser printer','all-in-one printer'],'headphones':['headset','earphones','stereo headphones'],'dishwasher':['built-in dishwasher','full console dishwasher'],'microwave oven':['microwave','countertop microwave'],'receiver':['a/v receiver','home theater receiver'],'speaker':['bookshelf speaker','speaker system'],'gps':['gps navigator','portable gps'],'software':['software for windows','software upgrade'],'phone':['cordless phone','phone system','dect phone']}
cols=['black','white','silver','red','blue','stainless steel']
adj='professional compact wireless portable digital premium high-performance energy-saving ultra slim deluxe advanced home'.split()
desc='with for includes features up to resolution inch watts channels battery memory zoom lens display warranty energy star usb hdmi remote control adjustable dual band noise'.split()
rows=[]
c=0
for b in brands:
    for k in random.sample(list(cats),4):
        series=word().upper()[:random.choice([2,3])]
        base=random.randrange(100,900)*10
        for v in range(random.choice([1,2,4])):
            model=series+str(base+random.choice([0,5,10,20,50,100])+v)+random.choice(['','B','W','X','/A'])
            col=random.choice(cols); a=random.choice(adj); price=random.choice([49,99,149,199,299,499,899])+random.random()*20
            d=[random.choice(desc) for _ in range(random.randrange(6,18))]
            def one(shop):
                m=model
                if random.random()<.3: m=m.replace(series,series+'-')
                if random.random()<.15: m=m.lower()
                name=[b,a if random.random()<.5 else '',m if random.random()<.93 else '',random.choice([k]+cats[k]),(col if random.random()<.6 else ''),('- '+m if random.random()<.2 else '')]
                if shop: name=[b,random.choice([k]+cats[k]),m,col if random.random()<.5 else '']
                nm=' '.join(x for x in name if x)
                dd=' '.join([random.choice([k]+cats[k])]+[x for x in d if random.random()<.7]+([m] if random.random()<.3 else [])) if random.random()<.7 else ''
                p='' if random.random()<.35 else '$%.2f'%(price*random.choice([1,1,.97,1.1,.9]))
                return [typo(nm,.08),dd,b if random.random()<.8 else '',p]
            n=random.choice([1,2,2,2,3])
            for i in range(n): rows.append((c,one(i%2)))
            c+=1
write('products.csv',['name','description','manufacturer','price'],rows)
# citations
tw='learning neural networks query optimization database distributed systems adaptive genetic algorithms inference bayesian efficient parallel knowledge reinforcement markov models decision trees boosting reasoning planning search concept induction feature selection probabilistic'.split()+[word() for _ in range(150)]
fn=[word().capitalize() for _ in range(120)]; gn='John Mary David Peter Anna Robert Susan Michael Thomas Andrew Tom William Richard James Yann Leo Wei Ion Elena'.split()
ven=[('Machine Learning','Mach. Learn.','ML journal'),('Proceedings of the International Conference on Machine Learning','ICML','Proc. 10th Int. Conf. on Machine Learning'),('Advances in Neural Information Processing Systems','NIPS','Neural Information Processing'),('Artificial Intelligence','AI Journal','Artif. Intell.'),('Very Large Data Bases','VLDB','Proc. VLDB'),('SIGMOD Conference','SIGMOD','Int. Conf. on Management of Data')]
rows=[]; c=0
for e in range(300):
    t=[random.choice(tw) for _ in range(random.randrange(4,10))]
    au=[(random.choice(gn),random.choice(fn)) for _ in range(random.choice([1,2,2,3,4]))]
    y=random.randrange(1985,2003); v=random.choice(ven); pg=random.randrange(1,500)
    def cite():
        tt=' '.join(typo(w,.03) for w in t)
        if random.random()<.1: tt=' '.join(tt.split()[:-1])
        s=random.random(); 
        a=(', '.join(g+' '+f for g,f in au) if s<.3 else ' and '.join(f+', '+g[0]+'.' for g,f in au) if s<.6 else ', '.join(g[0]+'. '+typo(f,.05) for g,f in au) if s<.9 else au[0][1]+' et al')
        return [a,tt,random.choice(v) if random.random()<.85 else '',str(y if random.random()<.9 else y+1) if random.random()<.85 else '','%d-%d'%(pg,pg+12) if random.random()<.5 else '']
    for i in range(min(30,int(random.expovariate(1/4))+1)): rows.append((c,cite()))
    c+=1
    if random.random()<.2: # technical report with same authors, similar title, other year
        t=t[:-2]+[random.choice(tw) for _ in range(2)]; y+=1; v=random.choice(ven)
        for i in range(2): rows.append((c,cite()))
        c+=1
write('citations.csv',['authors','title','venue','year','pages'],rows)
# one citation string
write('citations_text.csv',['citation'],[(c,['. '.join(x for x in r if x)]) for c,r in rows])
# companies, name + country + city
leg={'FR':['SARL','SAS','SA','EURL',''],'RO':['SRL','SA','S.R.L.',''],'GB':['Ltd','Limited','PLC',''],'US':['Inc','Inc.','Corp','LLC','']}
ind={'FR':['Transport','Batiment','Conseil','Boulangerie','Garage','Electricite','Informatique'],'RO':['Construct','Trans','Impex','Com','Serv','Agro','Consulting'],'GB':['Engineering','Solutions','Holdings','Logistics','Services','Foods'],'US':['Technologies','Systems','Partners','Industries','Foods','Solutions','Group']}
city={'FR':['Paris','Lyon','Lille','Nantes','Toulouse'],'RO':['Bucuresti','Cluj-Napoca','Iasi','Timisoara'],'GB':['London','Leeds','Bristol'],'US':['Chicago','Houston','Boston','Denver']}
rows=[];c=0
for e in range(1500):
    k=random.choice(list(leg)); nm=[word().capitalize()]+random.sample(ind[k],random.choice([0,1,1,2])); 
    if random.random()<.15: nm=[random.choice(fn),'&',random.choice(['Sons','Fils','Partners'])]
    ci=random.choice(city[k])
    def co():
        x=list(nm)
        if random.random()<.08 and len(x)>1: x=x[:-1]
        s=' '.join(typo(w,.05) for w in x)
        l=random.choice(leg[k]); 
        if l: s=(s+' '+l) if k!='RO' or random.random()<.6 else 'SC '+s+' '+l
        if random.random()<.2: s=s.upper()
        return [s,ci if random.random()<.8 else '',k]
    for i in range(random.choice([1,1,2,2,3])): rows.append((c,co()))
    c+=1
write('companies.csv',['company','city','country'],rows)

random.seed(9)
fn="Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Martin Bernard Dubois Moreau Laurent Simon Michel Garcia Popescu Ionescu Popa Radu Dumitru Stan King Carter Morgan Murphy Bailey Cooper Ward Torres Gray Ramirez James Watson".split()
gn="John Mary David Peter Anna Robert Susan Michael Thomas Andrew Tom William Richard Jeanne Yann Leo Marie Ion Elena Julie Paul Sarah Emma Louis Nina Oscar Ruth Alice Frank Grace Helen Ivan".split()
W="love night blue river heart summer dance dream road fire light home girl boy city moon rain gold star wild sweet little black white long lost time world song day street train story king queen garden winter shadow silver ocean thunder hotel mirror paper stone bird angel devil broken secret silent golden last first never always".split()
def title(k): return ' '.join(random.choice(W) for _ in range(k)).title()
# music
rows=[];c=0
artists=[(random.choice(gn)+' '+random.choice(fn)) if random.random()<.6 else 'The '+title(1)+'s' for _ in range(150)]
for a in artists:
    for al in range(random.choice([1,1,2,3])):
        alb=title(random.choice([1,2,3])); y=random.randrange(1965,2020)
        for t in range(random.randrange(3,9)):
            tt=title(random.choice([1,2,3,4])); ln=random.randrange(120,400); lang=random.choice(['English','English','French'])
            def rec():
                ar=a
                if random.random()<.15 and ' ' in a: ar=', '.join(reversed(a.rsplit(' ',1)))
                t2=typo(tt,.1)
                if random.random()<.12: t2+=random.choice([' (Live)',' (Remastered)',' [feat. X]',' - single version'])
                if random.random()<.08: t2=a+' - '+t2
                return ['%02d'%(t+1) if random.random()<.5 else '',t2,ar if random.random()<.95 else '',(alb if random.random()<.85 else alb+' (Deluxe)') if random.random()<.85 else '',str(y) if random.random()<.8 else ('%02d'%(y%100) if random.random()<.5 else ''),str(ln+random.choice([0,0,1,-1])) if random.random()<.8 else '%d:%02d'%(ln//60,ln%60),lang]
            for i in range(random.choice([1,1,2,2,3])): rows.append((c,rec()))
            c+=1
write('songs.csv',['number','title','artist','album','year','length','language'],rows)
# books
rows=[];c=0
for e in range(900):
    t=title(random.choice([2,3,4,5])); a=(random.choice(gn),random.choice(fn)); pub=random.choice(['Penguin','Penguin Books','HarperCollins','Gallimard','Humanitas','Random House']); y=random.randrange(1980,2022); pr=random.randrange(5,40); pgs=random.randrange(90,900)
    isbn='978'+''.join(random.choice('0123456789') for _ in range(10))
    def rec(ed=0):
        au=random.choice([a[0]+' '+a[1],a[1]+', '+a[0],a[0][0]+'. '+a[1]])
        s=random.random()
        return [typo(t,.06)+(': a novel' if random.random()<.1 else ''),au if random.random()<.95 else '',pub if random.random()<.8 else '',str(y+ed),isbn if random.random()<.4 and not ed else '',str(pgs) if random.random()<.6 else '']
    for i in range(random.choice([1,1,2,2])): rows.append((c,rec()))
    c+=1
    if random.random()<.15:
        t=t.split()[0]+' '+title(2)
        for i in range(random.choice([1,2])): rows.append((c,rec(3)))
        c+=1
write('books.csv',['title','author','publisher','year','isbn','pages'],rows)
# movies
rows=[];c=0
for e in range(1200):
    t=title(random.choice([1,2,3])); d=random.choice(gn)+' '+random.choice(fn); y=random.randrange(1950,2022); act=[random.choice(gn)+' '+random.choice(fn) for _ in range(3)]
    def rec(): return [typo(t,.06) if random.random()<.85 else 'The '+t,d if random.random()<.85 else '',', '.join(random.sample(act,random.choice([2,3]))) if random.random()<.8 else '',str(y if random.random()<.93 else y+1) if random.random()<.9 else '',random.choice(['Drama','Comedy','Drama, Comedy','Action']) if random.random()<.6 else '']
    for i in range(random.choice([1,2,2])): rows.append((c,rec()))
    c+=1
write('films.csv',['title','director','actors','year','genre'],rows)
# voters
streets='Oak Main Park Elm Maple Cedar Lake Hill Pine Washington River Church'.split()
rows=[];c=0
for h in range(1200):
    f=random.choice(fn); st='%d %s %s'%(random.randrange(1,999),random.choice(streets),random.choice(['St','Ave','Rd'])); ci=random.choice(['Durham','Raleigh','Cary','Wilson']); z=str(27500+random.randrange(30))
    for p in range(random.choice([1,2,2,3,4])):
        g=random.choice(gn); m=random.choice(gn+['']*20); age=random.randrange(18,90); sex=random.choice('MF')
        def rec(mv=False):
            return [typo(g,.08) if random.random()<.92 else g[0],(m if random.random()<.5 else m[:1]),typo(f,.06),sex if random.random()<.95 else '',str(age+random.choice([0,0,0,1])),st if not mv else '%d %s St'%(random.randrange(1,999),random.choice(streets)),ci,z if not mv else str(27500+random.randrange(30))]
        for i in range(random.choice([1,1,1,2,2,3])): rows.append((c,rec(random.random()<.08)))
        c+=1
write('voters.csv',['first_name','middle_name','last_name','sex','age','street_address','city','zip_code'],rows)
