/** What everybody tries first, in lower case and without the digits and marks at its end. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passw0rd p@ssw0rd p@ssword motdepasse azerty azertyuiop qwerty qwertyuiop qwertz
  iloveyou jetaime welcome bienvenue bonjour hello letmein admin administrator administrateur root
  superuser login guest test tester testing changeme changemoi default secret monkey dragon master
  football baseball basketball soccer hockey sunshine soleil princess princesse shadow superman
  batman spiderman starwars pokemon michael jennifer jessica ashley daniel thomas nicolas julien
  charlie maxime doudou chouchou loulou coucou marseille paris france london freedom whatever
  trustno trustno1 computer ordinateur internet google facebook instagram linkedin samsung apple
  microsoft windows android summer winter spring autumn january february december lovely flower
  cookie chocolate chocolat cheese banana orange pepper ginger buster tigger killer hunter ranger
  harley yankees arsenal chelsea liverpool barcelona juventus mercedes ferrari porsche corvette
  mustang jordan matrix access analytics tracker tracking website 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
  qazwsx qazwsxedc zaq12wsx q1w2e3r4 asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm abc123 abcd1234
  a1b2c3d4 aa123456 123qwe 123abc qwe123 password1 password123 12341234 11223344 12344321
  87654321 13131313 69696969 12121212 123123123 123321123 147258369 159753456 789456123 741852963`
    .split(/\s+/)
    .filter(Boolean),
);
