package invite

import (
	"errors"
	"log"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// Routes registers the invitation endpoints.
func Routes(g *gin.RouterGroup, s *Service) {
	g.POST("/teams/:team/invitations", s.create)
	g.DELETE("/teams/:team/invitations/:id", s.revoke)
	g.POST("/invitations/accept", s.accept)
}

func pathID(c *gin.Context, name string) int64 {
	n, _ := strconv.ParseInt(c.Param(name), 10, 64)
	return n
}

func fail(c *gin.Context, err error) {
	if errors.Is(err, ErrNotFound) {
		c.JSON(http.StatusNotFound, gin.H{"error": "not found"})
		return
	}
	log.Printf("%s %s: %v", c.Request.Method, c.FullPath(), err)
	c.JSON(http.StatusInternalServerError, gin.H{"error": "something went wrong"})
}

func (s *Service) create(c *gin.Context) {
	var in struct {
		Email string `json:"email" binding:"required,email,max=254"`
		Role  string `json:"role" binding:"required,oneof=member editor"`
	}
	if err := c.ShouldBindJSON(&in); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "a valid email and role are required"})
		return
	}
	id, err := s.Invite(c, c.GetInt64("user"), pathID(c, "team"), in.Email, in.Role)
	if err != nil {
		fail(c, err)
		return
	}
	c.JSON(http.StatusCreated, gin.H{"id": id})
}

func (s *Service) revoke(c *gin.Context) {
	if err := s.Store.Delete(c, pathID(c, "id")); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

func (s *Service) accept(c *gin.Context) {
	var in struct {
		Token string `json:"token" binding:"required,max=64"`
		Role  string `json:"role" binding:"omitempty,max=20"`
	}
	if err := c.ShouldBindJSON(&in); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": "token is required"})
		return
	}
	if err := s.Accept(c, c.GetInt64("user"), in.Token, in.Role); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}
