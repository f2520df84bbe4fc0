import { render } from 'preact'
import { App } from './App.tsx'
import { connectHost } from './host.ts'
import './panel.css'
import './why.css'

// VS Code's page holds nothing but the script; what it needs beside it is made here.
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<App host={connectHost()} />, root)
