import { render } from 'preact'
import { connectWhoHost } from './whoHost.ts'
import { WhoApp } from './WhoApp.tsx'
import '../panel.css'
import './who.css'

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<WhoApp host={connectWhoHost()} />, root)
