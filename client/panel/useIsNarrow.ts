import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** Whether an element is narrower than the 640 px at which panel.css stacks its columns. */
export function useIsNarrow(element: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setIsNarrow] = useState(false)
  useLayoutEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setIsNarrow(entry.contentRect.width < 640)
    })
    setIsNarrow(element.current.clientWidth < 640)
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return isNarrow
}
