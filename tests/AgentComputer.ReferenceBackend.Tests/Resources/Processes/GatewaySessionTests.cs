using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

public sealed class GatewaySessionTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    [Fact]
    public async Task Without_a_token_or_with_an_API_key_nobody_comes_in()
    {
        using var nobody = room.ClientOf("cs_unknown");
        using var key = room.ClientOf(room.Backend.ApiKey);

        foreach (var client in (HttpClient[])[nobody, key])
        {
            var (status, code, message) = await room.RefusedAsync("List", GatewayRoom.Json("{}"), client);
            (status, code).Should().Be((401, "unauthenticated"));
            message.Should().NotBeEmpty();
            (await room.RefusedAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("{}")), client)).Status.Should().Be(401);
        }
    }

    [Fact]
    public async Task A_token_opens_no_other_path_and_no_other_computer()
    {
        var other = await room.NewComputerAsync();
        var (client, _) = room.NewSession(other);
        using var _ = client;
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"sleep","args":["1000"]}}""");
        using var __ = stream;

        (await room.RefusedAsync("SendSignal", GatewayRoom.Json($$$"""{"process":{"pid":{{{pid}}}},"signal":9}"""), client)).Code.Should().Be("not_found");
        ((int)(await client.GetAsync("/v1/computers")).StatusCode).Should().Be(401);
        HostProcesses.IsAlive(pid).Should().BeTrue();
    }

    [Fact]
    public async Task A_stream_goes_on_when_its_session_is_revoked_and_a_new_call_is_refused()
    {
        var (client, session) = room.NewSession(room.ComputerId);
        using var _ = client;
        using var stream = await room.OpenAsync(
            "Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"bash","args":["-c","read -r x; echo on"]},"tag":"revoked"}""")), client: client);
        await stream.NextAsync();

        room.Backend.Parts.Sessions.Revoke(room.ComputerId, session);

        var refusal = await room.RefusedAsync("List", GatewayRoom.Json("{}"), client);
        (refusal.Status, refusal.Code).Should().Be((401, "unauthenticated"));
        await room.UnaryAsync("SendInput", """{"process":{"tag":"revoked"},"input":{"stdin":"Cg=="}}""");
        (await stream.RestAsync()).Output.Should().Be("on\n");
    }

    [Fact]
    public async Task The_token_may_stand_in_the_query()
    {
        var (_, token) = room.Backend.Parts.Sessions.Add(room.ComputerId, "exec", TimeSpan.FromMinutes(1));
        using var client = new HttpClient(room.Backend.CreateHandler()) { BaseAddress = new("http://agentcomputer.invalid") };

        var answer = await client.PostAsync($"/process.Process/List?access_token={token}", GatewayRoom.Json("{}"));

        ((int)answer.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task Programs_end_with_their_computer_and_a_stopped_computer_starts_none()
    {
        var id = await room.NewComputerAsync();
        var (client, _) = room.NewSession(id);
        using var _ = client;
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"sleep","args":["1000"]}}""")), client: client);
        await stream.NextAsync();

        await room.Api.PostAsync($"/v1/computers/{id}/actions/stop", null);

        (await stream.RestAsync()).End!["status"]!.GetValue<string>().Should().Be("signal: terminated");
        await room.StateBecomesAsync(id, "stopped");
        using var refused = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"ls"}}""")), client: client);
        var error = (await refused.NextAsync())["last"]!["error"]!;
        ((string)error["code"]!).Should().Be("failed_precondition");
        ((string)error["message"]!).Should().Contain("not running");
    }

    [Fact]
    public async Task Programs_end_with_the_deletion_of_their_computer()
    {
        var id = await room.NewComputerAsync();
        var (client, _) = room.NewSession(id);
        using var _ = client;
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"sleep","args":["1000"]}}""")), client: client);
        var pid = (await stream.NextAsync())["event"]!["start"]!["pid"]!.GetValue<int>();

        await room.Api.DeleteAsync($"/v1/computers/{id}");

        (await stream.RestAsync()).End.Should().NotBeNull();
        HostProcesses.IsAlive(pid).Should().BeFalse();
    }

    [Fact]
    public async Task A_computer_with_a_program_is_not_idle_and_an_idle_computer_is_woken_by_a_program()
    {
        var clock = new FakeTimeProvider();
        await using var backend = await AgentComputerBackend.StartAsync(new() { TimeProvider = clock, IdleAfter = TimeSpan.FromMinutes(10) });
        using var api = new HttpClient(backend.CreateHandler()) { BaseAddress = new("http://agentcomputer.invalid") };
        api.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
        var id = (string)(await GatewayRoom.JsonOf(await api.PostAsync("/v1/computers", GatewayRoom.Json("{}"))))["computer"]!["id"]!;
        var computer = backend.Parts.House.Computers.Find(id)!;
        await Eventually.HoldsAsync(() => computer.Facts.Phase == LocalComputers.Computers.ComputerPhase.Ready, "the computer runs");
        var (program, reader) = await computer.Programs.StartAsync(new("sleep", ["1000"]), Limit.Token);
        using var _ = reader;

        clock.Advance(TimeSpan.FromMinutes(30));
        computer.Facts.Phase.Should().Be(LocalComputers.Computers.ComputerPhase.Ready);
        program.Ended.IsCompleted.Should().BeFalse();
        program.Signal(9);
        await program.Ended.WaitAsync(Limit.Time);
        clock.Advance(TimeSpan.FromMinutes(10));
        await Eventually.HoldsAsync(() => computer.Facts.Phase == LocalComputers.Computers.ComputerPhase.Idle, "nothing runs on the computer");

        var (_, again) = await computer.Programs.StartAsync(new("true", []), Limit.Token);
        again.Dispose();
        computer.Facts.Phase.Should().Be(LocalComputers.Computers.ComputerPhase.Ready);
    }

    [Fact]
    public async Task The_end_of_the_backend_ends_programs_and_their_streams()
    {
        var backend = await AgentComputerBackend.StartAsync();
        using var api = new HttpClient(backend.CreateHandler()) { BaseAddress = new("http://agentcomputer.invalid") };
        api.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
        var id = (string)(await GatewayRoom.JsonOf(await api.PostAsync("/v1/computers", GatewayRoom.Json("{}"))))["computer"]!["id"]!;
        var computer = backend.Parts.House.Computers.Find(id)!;
        await Eventually.HoldsAsync(() => computer.Facts.Phase == LocalComputers.Computers.ComputerPhase.Ready, "the computer runs");
        var (program, reader) = await computer.Programs.StartAsync(new("sleep", ["1000"]) { Terminal = new(80, 24) }, Limit.Token);

        await backend.DisposeAsync();

        program.Ended.IsCompleted.Should().BeTrue();
        (await reader.WaitAsync(Limit.Token)).Should().BeFalse();
        HostProcesses.IsAlive(program.Id).Should().BeFalse();
    }
}
