package scenario_test

// The files of a small community: more than half of the votes cast, three days, two people at least.
const (
	smallConstitution = `# Constitution

## 1 Federation

### 1.1 Blocks

` + "```provision" + `
id: blocks
governs:
  - skills: [block_domain, unblock_domain]
electorate: {role: member}
threshold: [{count: yes, op: ">", value: "1/2", of: cast}]
quorum: [{count: participating, op: ">=", value: 2}]
period: {min: 72h}
proposer_vote: implicit_yes
` + "```" + `

## 2 Everything else

` + "```provision" + `
id: rest
governs:
  - subjects: [constitution, roster, policies, settings, workflows, cases, other, mass_change]
electorate: {role: member}
threshold: [{count: yes, op: ">", value: "1/2", of: cast}]
quorum: [{count: participating, op: ">=", value: 2}]
period: {min: 72h}
proposer_vote: implicit_yes
` + "```" + `
`
	smallRoster = `seats:
  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}
  - {seat: bruno, github: {login: bruno, id: 102}, roles: [member]}
  - {seat: chen, github: {login: chen, id: 103}, roles: [member]}
  - {seat: dana, github: {login: dana, id: 104}, roles: [member]}
`
	smallSettings = `version: 1
community: A small community
instance: https://social.example
forge: {kind: github, repository: coop/governance, branch: main, creator: 41898282, merge_method: merge}
`
	noBlocks = "domain_blocks: []\n"
)
