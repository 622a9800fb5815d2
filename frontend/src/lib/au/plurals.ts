/** Counts in words: "1 day", "22 loans", "1,204 applications". */

const whole = new Intl.NumberFormat('en-AU')

export const count = (n: number) => whole.format(n)

/** The noun in the number that n asks for; its plural only where it is not the noun with an s. */
export const plural = (n: number, noun: string, nouns = `${noun}s`) =>
  `${count(n)} ${n === 1 ? noun : nouns}`
