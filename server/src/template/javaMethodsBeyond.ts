import { isNumber } from './arithmetic.ts'
import { JavaIterator } from './javaClasses.ts'
import { JavaDecimal } from './javaDecimal.ts'
import { JavaException } from './javaException.ts'
import type { JavaValue } from './values.ts'
import { JavaDouble } from './values.ts'

/**
 * Ends rendering where a template calls what the value's Java class has, as of Java 8, and this engine does not run:
 * nothing would be printed in its place, and nobody would know why.
 */
export function refuseBeyond(target: JavaValue, name: string): void {
  const known = classOf(target)
  if (known && beyond[known].has(name)) {
    throw new JavaException(
      `not emulated: the method '${name}' of Java's ${known}, which API Gateway may run`,
    )
  }
}

type KnownClass = keyof typeof beyond

function classOf(target: JavaValue): KnownClass | undefined {
  if (typeof target === 'string') return 'String'
  if (typeof target === 'boolean') return 'Boolean'
  if (Array.isArray(target)) return 'List'
  if (target instanceof JavaIterator) return 'Iterator'
  if (!isNumber(target)) return undefined
  if (target instanceof JavaDecimal) return 'BigDecimal'
  if (target instanceof JavaDouble) return 'Double'
  if (typeof target === 'number') return 'Integer'
  return BigInt.asIntN(64, target) === target ? 'Integer' : 'BigInteger'
}

// `getClass` and the like are left out: AWS's engine restricts reflection in ways that are not recorded.
const beyond = {
  String: words(
    'chars codePointBefore codePointCount codePoints copyValueOf format getChars offsetByCodePoints regionMatches',
  ),
  Boolean: words('compare getBoolean logicalAnd logicalOr logicalXor'),
  Integer: words(
    `bitCount compareUnsigned decode divideUnsigned getInteger getLong highestOneBit lowestOneBit
     numberOfLeadingZeros numberOfTrailingZeros parseUnsignedInt parseUnsignedLong remainderUnsigned reverse
     reverseBytes rotateLeft rotateRight toUnsignedLong toUnsignedString`,
  ),
  Double: words('doubleToLongBits doubleToRawLongBits isFinite longBitsToDouble toHexString'),
  BigInteger: words(
    `add and andNot bitCount bitLength byteValueExact clearBit divide divideAndRemainder flipBit gcd getLowestSetBit
     intValueExact isProbablePrime longValueExact max min mod modInverse modPow multiply nextProbablePrime not or pow
     probablePrime remainder setBit shiftLeft shiftRight shortValueExact subtract testBit toByteArray valueOf xor`,
  ),
  BigDecimal: words(
    `add byteValueExact divide divideAndRemainder divideToIntegralValue intValueExact longValueExact max min
     movePointLeft movePointRight multiply plus pow precision remainder round scale scaleByPowerOfTen setScale
     shortValueExact stripTrailingZeros subtract toBigInteger toBigIntegerExact toEngineeringString toPlainString ulp
     unscaledValue valueOf`,
  ),
  List: words('listIterator parallelStream spliterator stream'),
  Iterator: words('add forEachRemaining hasPrevious nextIndex previous previousIndex remove set'),
} satisfies Record<string, ReadonlySet<string>>

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
