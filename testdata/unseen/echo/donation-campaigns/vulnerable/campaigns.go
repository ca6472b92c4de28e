package main

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

const newCampaignPage = `<form method="post" action="/campaigns">
<input name="title"><textarea name="story"></textarea><input name="goal_cents" type="number">
<button>Start</button></form>`

func (s *site) showCampaign(c echo.Context) error {
	id, err := strconv.ParseUint(c.Param("id"), 10, 32)
	if err != nil {
		return echo.ErrNotFound
	}
	var campaign Campaign
	if err := s.db.First(&campaign, id).Error; err != nil {
		return echo.ErrNotFound
	}
	page := fmt.Sprintf("<h1>%s</h1><div>%s</div><p>%d of %d cents</p>",
		campaign.Title, campaign.Story, campaign.RaisedCents, campaign.GoalCents)
	return c.HTML(http.StatusOK, page)
}

func (s *site) campaignForm(c echo.Context) error {
	return c.HTML(http.StatusOK, newCampaignPage)
}

func (s *site) startCampaign(c echo.Context) error {
	var campaign Campaign
	if err := c.Bind(&campaign); err != nil || !campaign.sound() {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, "Title, story or goal do not fit")
	}
	campaign.ID = 0
	campaign.OrganiserID = c.Get("person").(Person).ID
	if err := s.db.Create(&campaign).Error; err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/campaigns/%d", campaign.ID))
}

func (s *site) payOut(c echo.Context) error {
	id, err := strconv.ParseUint(c.Param("id"), 10, 32)
	if err != nil {
		return echo.ErrNotFound
	}
	done := s.db.Model(&Campaign{}).Where("id = ? AND verified AND NOT paid_out", id).Update("paid_out", true)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return echo.ErrNotFound
	}
	return c.NoContent(http.StatusNoContent)
}
