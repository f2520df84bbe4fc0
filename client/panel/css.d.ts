// esbuild turns these imports into dist/panel.css.
declare module '*.css'
