package mastodon

// editStatus replaces the post. The same content again is no edit; white space around it is content, and so is who may
// quote it.
func (c *call) editStatus() (any, error) {
	c.stateFamily(familyStatuses)
	status, err := c.ownStatus()
	if err != nil {
		return nil, err
	}
	c.refuseSilently("media_ids[]", "poll[options][]")
	changed, asked := *status, status.quotes()
	if c.params.text("quote_approval_policy") != "" {
		if asked, err = c.quotable(); err != nil {
			return nil, err
		}
		changed.QuotePolicy = asked
	}
	c.write(&changed)
	same := c.params.text("status") == status.Text && changed.Text == status.Text && changed.SpoilerText == status.SpoilerText &&
		changed.Sensitive == status.Sensitive && changed.Language == status.Language && asked == status.quotes()
	if same {
		return c.statusEntity(status), nil
	}
	if err := c.checkStatus(&changed); err != nil {
		return nil, err
	}
	if err := c.spend(familyStatuses); err != nil {
		return nil, err
	}
	if !c.vanish {
		changed.Edits = append(changed.Edits, status.snapshot())
		changed.EditedAt = c.now
		before := status.Mentions
		*status = changed
		c.mention(status, before)
		c.note("edited a post: " + beginning(status.Text))
	}
	return c.statusEntity(&changed), nil
}

// snapshot is what a post says now, and since when.
func (status *Status) snapshot() Edit {
	at := status.CreatedAt
	if status.EditedAt.After(at) {
		at = status.EditedAt
	}
	return Edit{at, status.Text, status.SpoilerText, status.Sensitive}
}

// deleteStatus removes an own post with its pin; replies to it stay, and reply to nothing. The answer holds the text instead of
// the content, so that it can be written again.
func (c *call) deleteStatus() (any, error) {
	status, err := c.ownStatus()
	if err != nil {
		return nil, err
	}
	entity := c.statusEntity(status)
	delete(entity, "content")
	entity["text"] = status.Text
	c.state.deleteStatuses(func(other *Status) bool { return other == status })
	c.note("deleted a post: " + beginning(status.Text))
	return entity, nil
}

func (c *call) ownStatus() (*Status, error) {
	status := c.state.status(c.pathID())
	if status == nil || status.Account != c.account.ID {
		return nil, errNotFound
	}
	return status, nil
}
