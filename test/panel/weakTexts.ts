/** Texts whose colour stands out too little from what is behind them; runs in the page. */
export const weakTexts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const over = (colour, below) => {
    canvas.fillStyle = below
    canvas.fillRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data
    return 'rgb(' + r + ',' + g + ',' + b + ')'
  }
  const behind = element => (element ? over(getComputedStyle(element).backgroundColor, behind(element.parentElement)) : 'white')
  const luminance = colour => {
    const parts = colour.match(/\\d+/g).map(part => part / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
  const weak = []
  for (const element of document.querySelectorAll('#root *')) {
    const ownText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '')
    if (!ownText || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, .cm-gutters, option')) continue
    const background = behind(element)
    const [a, b] = [luminance(over(getComputedStyle(element).color, background)), luminance(background)]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) weak.push(element.textContent.slice(0, 30) + ' ' + contrast.toFixed(2))
  }
  return weak
})()`
