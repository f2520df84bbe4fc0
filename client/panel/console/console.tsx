import { render } from 'preact'
import { ConsoleApp } from './ConsoleApp.tsx'
import { connectConsoleHost } from './consoleHost.ts'
import '../panel.css'
import '../why.css'
import './console.css'

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<ConsoleApp host={connectConsoleHost()} />, root)
