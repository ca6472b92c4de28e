package main

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

var pages = template.Must(template.New("pages").Parse(`
{{define "sign-in"}}<form method="post"><input type="hidden" name="_csrf" value="{{.}}">
<input name="email" type="email"><input name="password" type="password"><button>Sign in</button></form>{{end}}
{{define "new"}}<form method="post" action="/campaigns"><input type="hidden" name="_csrf" value="{{.}}">
<input name="title"><textarea name="story"></textarea><input name="goal_cents" type="number"><button>Start</button></form>{{end}}
{{define "campaign"}}<h1>{{.Title}}</h1><div>{{.Story}}</div><p>{{.RaisedCents}} of {{.GoalCents}} cents</p>{{end}}
{{define "payouts"}}{{$csrf := .CSRF}}{{range .Open}}<form method="post" action="/desk/campaigns/{{.ID}}/payout">
<input type="hidden" name="_csrf" value="{{$csrf}}"><button>Pay out {{.Title}}</button></form>{{end}}{{end}}`))

func show(c echo.Context, name string, data any) error {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, name, data); err != nil {
		return err
	}
	return c.HTML(http.StatusOK, page.String())
}

func signInPage(c echo.Context) error {
	return show(c, "sign-in", c.Get("csrf"))
}

func campaignPage(c echo.Context) error {
	return show(c, "new", c.Get("csrf"))
}

func (s *site) payoutPage(c echo.Context) error {
	var open []Campaign
	if err := s.db.Where("verified AND NOT paid_out").Order("id").Limit(100).Find(&open).Error; err != nil {
		return err
	}
	return show(c, "payouts", map[string]any{"CSRF": c.Get("csrf"), "Open": open})
}

func (s *site) showCampaign(c echo.Context) error {
	id, err := strconv.ParseUint(c.Param("id"), 10, 32)
	if err != nil {
		return echo.ErrNotFound
	}
	var campaign Campaign
	if err := s.db.First(&campaign, id).Error; err != nil {
		return echo.ErrNotFound
	}
	return show(c, "campaign", campaign)
}

func (s *site) startCampaign(c echo.Context) error {
	var form campaignForm
	if err := c.Bind(&form); err != nil || !form.sound() {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, "Title, story or goal do not fit")
	}
	campaign := Campaign{
		OrganiserID: c.Get("person").(Person).ID,
		Title:       form.Title,
		Story:       form.Story,
		GoalCents:   form.GoalCents,
	}
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
	return c.Redirect(http.StatusSeeOther, "/desk/payouts")
}
