using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Computers;

public sealed class ComputerStateTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_computer_stops_and_starts_and_is_the_same_computer()
    {
        var id = await backend.CreateAsync();

        var stopping = await backend.PostAsync($"/v1/computers/{id}/actions/stop");
        stopping.Status.Should().Be(202, stopping.Body);
        stopping.Text("operation", "kind").Should().Be("computer.stop");
        stopping.Text("computer", "state").Should().Be("stopping");
        await backend.SucceededAsync(stopping);
        (await backend.StateAsync(id)).Should().Be("stopped");

        var starting = await backend.PostAsync($"/v1/computers/{id}/actions/start");
        starting.Status.Should().Be(202, starting.Body);
        starting.Text("operation", "kind").Should().Be("computer.start");
        starting.Text("computer", "state").Should().Be("starting");
        await backend.SucceededAsync(starting);
        (await backend.StateAsync(id)).Should().Be("running");
    }

    [Theory]
    [InlineData("start", false)]
    [InlineData("ensure-ready", false)]
    [InlineData("stop", true)]
    public async Task What_a_computer_is_already_it_is_without_an_operation(string action, bool isStopped)
    {
        var id = await backend.CreateAsync();
        if (isStopped)
        {
            await backend.StopAsync(id);
        }

        var answer = await backend.PostAsync($"/v1/computers/{id}/actions/{action}");

        answer.Status.Should().Be(202, answer.Body);
        answer.Has("operation").Should().BeFalse();
        answer.Text("computer", "state").Should().Be(isStopped ? "stopped" : "running");
    }

    [Fact]
    public async Task Ensure_ready_starts_a_computer_that_is_stopped()
    {
        var id = await backend.CreateAsync();
        await backend.StopAsync(id);

        var answer = await backend.PostAsync($"/v1/computers/{id}/actions/ensure-ready");

        answer.Text("operation", "kind").Should().Be("computer.ensure_ready");
        await backend.SucceededAsync(answer);
        (await backend.StateAsync(id)).Should().Be("running");
    }

    [Fact]
    public async Task A_computer_that_has_failed_neither_starts_nor_stops_nor_resizes_but_can_be_deleted()
    {
        var id = await backend.CreateAsync();
        await backend.Backend.Parts.House.Computers.Find(id)!.FailAsync();

        (await backend.StateAsync(id)).Should().Be("failed");
        (await backend.PostAsync($"/v1/computers/{id}/actions/start")).ShouldBeRefused(409, "conflict", "'failed'");
        (await backend.PostAsync($"/v1/computers/{id}/actions/ensure-ready")).ShouldBeRefused(409, "conflict", "'failed'");
        (await backend.PostAsync($"/v1/computers/{id}/actions/stop")).ShouldBeRefused(409, "conflict", "'failed'");
        (await backend.PostAsync($"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}""")).ShouldBeRefused(409, "conflict", "'failed'");
        await backend.SucceededAsync(await backend.DeleteAsync($"/v1/computers/{id}"));
    }

    [Fact]
    public async Task A_creation_that_fails_says_why_and_leaves_a_failed_computer_whose_handle_is_its_own()
    {
        await using var other = await TestBackend.StartAsync();
        other.Backend.Parts.House.Computers.FailNextCreation();

        var created = await other.PostAsync("/v1/computers", """{"handle":"unlucky"}""");

        var ended = await other.EndedAsync(created);
        ended.GetProperty("status").GetString().Should().Be("failed");
        ended.GetProperty("error_message").GetString().Should().Contain("could not be set up");
        var computer = (await other.GetAsync($"/v1/computers/{created.Text("computer", "id")}")).Of("computer");
        computer.GetProperty("state").GetString().Should().Be("failed");
        computer.GetProperty("failure_reason").GetString().Should().Be(ended.GetProperty("error_message").GetString());
    }

    [Fact]
    public async Task A_deletion_takes_the_files_and_everything_that_hangs_on_the_computer()
    {
        var id = await backend.CreateAsync();
        var folder = Path.Combine(backend.Backend.DataDirectory, "computers", id);
        Directory.Exists(folder).Should().BeTrue();
        var (session, token) = backend.Backend.Parts.Sessions.Add(id, "exec", TimeSpan.FromHours(1));

        var deleting = await backend.DeleteAsync($"/v1/computers/{id}");

        deleting.Status.Should().Be(202, deleting.Body);
        deleting.Text("operation", "kind").Should().Be("computer.delete");
        deleting.Text("computer", "state").Should().Be("deleting");
        deleting.Text("computer", "deleted_at").Should().NotBeEmpty();
        await backend.SucceededAsync(deleting);
        (await backend.GetAsync($"/v1/computers/{id}")).ShouldBeRefused(404, "not_found", id);
        (await backend.DeleteAsync($"/v1/computers/{id}")).ShouldBeRefused(404, "not_found", id);
        Directory.Exists(folder).Should().BeFalse();
        backend.Backend.Parts.Sessions.Open(token).Should().BeNull();
        backend.Backend.Parts.Sessions.ComputerOf(session.Id).Should().BeNull();
    }

    [Fact]
    public async Task A_computer_has_one_operation_at_a_time_and_shows_it()
    {
        var gate = new OperationGate("before computer.stop");
        await using var other = await TestBackend.StartAsync(gate.Hold);
        var id = await other.CreateAsync();

        var stopping = await other.PostAsync($"/v1/computers/{id}/actions/stop");
        await gate.Reached;

        var shown = await other.GetAsync($"/v1/computers/{id}");
        shown.Text("computer", "state").Should().Be("stopping");
        shown.Text("operation", "id").Should().Be(stopping.Text("operation", "id"));
        shown.Text("operation", "status").Should().Be("running");
        (await other.PostAsync($"/v1/computers/{id}/actions/stop")).Text("operation", "id").Should().Be(stopping.Text("operation", "id"));
        (await other.PostAsync($"/v1/computers/{id}/actions/start")).ShouldBeRefused(409, "conflict", "'stopping'");
        (await other.PostAsync($"/v1/computers/{id}/actions/ensure-ready")).ShouldBeRefused(409, "conflict", "'stopping'");
        (await other.PostAsync($"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}""")).ShouldBeRefused(409, "conflict", "'stopping'");
        (await other.PostAsync($"/v1/computers/{id}/actions/transfer", $$"""{"target_org_id":"{{Another(other)}}"}""")).ShouldBeRefused(409, "conflict", "computer.stop");
        (await other.DeleteAsync($"/v1/computers/{id}")).ShouldBeRefused(409, "conflict", "computer.stop");
        gate.Open();
        await other.SucceededAsync(stopping);
        (await other.StateAsync(id)).Should().Be("stopped");
    }

    [Fact]
    public async Task A_path_takes_the_id_of_a_computer_and_not_its_handle()
    {
        await backend.CreateAsync("""{"handle":"by-name"}""");

        (await backend.GetAsync("/v1/computers/by-name")).ShouldBeRefused(404, "not_found", "not its handle");
        (await backend.PostAsync("/v1/computers/by-name/actions/stop")).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task A_computer_is_renamed_by_its_display_name_and_by_nothing_else()
    {
        var id = await backend.CreateAsync("""{"handle":"renamed"}""");

        var answer = await backend.PatchAsync($"/v1/computers/{id}", """{"display_name":"Another ünicode name","handle":"ignored"}""");

        answer.Status.Should().Be(200, answer.Body);
        answer.Text("computer", "display_name").Should().Be("Another ünicode name");
        (await backend.GetAsync($"/v1/computers/{id}")).Text("computer", "display_name").Should().Be("Another ünicode name");
        (await backend.GetAsync($"/v1/computers/{id}")).Text("computer", "handle").Should().Be("renamed");
        (await backend.PatchAsync($"/v1/computers/{id}", "{}")).ShouldBeRefused(400, "invalid_request", "display_name");
        (await backend.PatchAsync($"/v1/computers/{id}", """{"display_name":" "}""")).ShouldBeRefused(400, "invalid_request", "display_name");
    }

    private static string Another(TestBackend backend)
    {
        backend.StrangerOf("org_other");
        return "org_other";
    }

    [Fact]
    public async Task The_list_shows_each_computer_with_the_state_that_it_has_by_itself()
    {
        var gate = new OperationGate("before computer.stop");
        await using var held = await TestBackend.StartAsync(gate.Hold);
        string[] ids = [await held.CreateAsync(), await held.CreateAsync(), await held.CreateAsync()];
        await held.Backend.Parts.House.Computers.Find(ids[2])!.FailAsync();
        var stopping = await held.PostAsync($"/v1/computers/{ids[1]}/actions/stop");
        await gate.Reached;

        var listed = (await held.GetAsync("/v1/computers")).Of("computers").EnumerateArray().ToList();

        listed.Select(computer => computer.GetProperty("id").GetString()).Should().Equal(ids);
        listed.Select(computer => computer.GetProperty("state").GetString()).Should().Equal("running", "stopping", "failed");
        (await held.StateAsync(ids[1])).Should().Be("stopping");
        gate.Open();
        await held.SucceededAsync(stopping);
    }
}
