using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Computers;

public sealed class TransferComputerTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_computer_goes_to_another_workspace_and_the_sessions_of_the_old_one_end()
    {
        var id = await backend.CreateAsync("""{"handle":"moving"}""");
        var (_, token) = backend.Backend.Parts.Sessions.Add(id, "exec", TimeSpan.FromHours(1));
        var stranger = backend.StrangerOf("org_target");

        var answer = await backend.PostAsync($"/v1/computers/{id}/actions/transfer", """{"target_org_id":"org_target"}""");

        answer.Status.Should().Be(200, answer.Body);
        answer.Text("computer", "clerk_org_id").Should().Be("org_target");
        answer.Text("computer", "state").Should().Be("running");
        (await backend.GetAsync($"/v1/computers/{id}")).ShouldBeRefused(404, "not_found");
        (await TestBackend.SendAsync(stranger, HttpMethod.Get, $"/v1/computers/{id}")).Text("computer", "handle").Should().Be("moving");
        backend.Backend.Parts.Sessions.Open(token).Should().BeNull();
    }

    [Fact]
    public async Task A_workspace_that_is_not_there_is_not_found_and_nothing_changes()
    {
        var id = await backend.CreateAsync();

        (await backend.PostAsync($"/v1/computers/{id}/actions/transfer", """{"target_org_id":"org_nowhere"}""")).ShouldBeRefused(404, "not_found", "target_org_id");
        (await backend.PostAsync($"/v1/computers/{id}/actions/transfer", "{}")).ShouldBeRefused(400, "invalid_request", "target_org_id");
        (await backend.StateAsync(id)).Should().Be("running");
    }

    [Fact]
    public async Task A_handle_that_the_other_workspace_has_is_a_conflict()
    {
        var id = await backend.CreateAsync("""{"handle":"both-have"}""");
        await backend.CreateAsync("""{"handle":"both-have"}""", backend.StrangerOf("org_both"));

        (await backend.PostAsync($"/v1/computers/{id}/actions/transfer", """{"target_org_id":"org_both"}""")).ShouldBeRefused(409, "conflict", "'both-have'");
        (await backend.StateAsync(id)).Should().Be("running");
    }

    [Fact]
    public async Task A_transfer_to_the_own_workspace_changes_nothing()
    {
        var id = await backend.CreateAsync();
        var (_, token) = backend.Backend.Parts.Sessions.Add(id, "exec", TimeSpan.FromHours(1));

        var answer = await backend.PostAsync($"/v1/computers/{id}/actions/transfer", $$"""{"target_org_id":"{{backend.Backend.WorkspaceId}}"}""");

        answer.Status.Should().Be(200, answer.Body);
        answer.Text("computer", "clerk_org_id").Should().Be(backend.Backend.WorkspaceId);
        backend.Backend.Parts.Sessions.Open(token).Should().NotBeNull();
    }
}
