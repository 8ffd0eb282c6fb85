using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Projects;

/// <summary>Projects: the client against the backend. The members of a project are tried with the agents and the runners.</summary>
public sealed class ProjectsTests(PlainBackend room) : IClassFixture<PlainBackend>
{
    private readonly FlapjackClient _client = room.Client;

    [Fact]
    public async Task A_project_is_created_read_listed_changed_and_deleted()
    {
        var created = await _client.CreateProjectAsync(new() { Name = "Site", Slug = "The Site", Description = "all of it" }, Limit.Token);
        var read = await _client.GetProjectAsync(created.Id, Limit.Token);
        var listed = await _client.ListProjectsAsync(Limit.Token);
        var updated = await _client.UpdateProjectAsync(created.Id, new() { Name = "Shop", Description = null }, Limit.Token);
        await _client.DeleteProjectAsync(created.Id, Limit.Token);

        (created.Name, created.Slug, created.Description).Should().Be(("Site", "the-site", "all of it"));
        created.AdditionalProperties.Should().BeNull("the client knows every field that the backend sends");
        read.Should().BeEquivalentTo(created);
        listed.Should().ContainSingle().Which.Should().BeEquivalentTo(created);
        (updated.Name, updated.Slug, updated.Description).Should().Be(("Shop", "the-site", null));
        await _client.Invoking(client => client.GetProjectAsync(created.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }
}
