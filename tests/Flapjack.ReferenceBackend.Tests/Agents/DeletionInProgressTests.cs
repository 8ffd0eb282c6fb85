using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>From the moment that an agent's deletion is decided, every other request is told that there is no such agent.</summary>
public sealed class DeletionInProgressTests : IAsyncLifetime, IDisposable
{
    private const string App = """{"template":"blank","externalAppId":"app"}""";
    private const string Command = """{"command":"exec sleep 1000"}""";

    private readonly DeletionGate _gate = new();
    private TestBackend _backend = null!;
    private string _agent = null!;
    private string _exec = null!;
    private SseStream _running = null!;

    private string Path => $"/api/agents/{_agent}";

    public async Task InitializeAsync()
    {
        _backend = await TestBackend.StartAsync(options => options.WriteJournal = _gate.Write);
        _agent = await _backend.CreateReadyAgentAsync(App);
        _running = await SseStream.OpenAsync(
            _backend.Client, new(HttpMethod.Post, $"{Path}/computer/exec") { Content = TestBackend.JsonText(Command), Headers = { { "Idempotency-Key", "running" } } });
        _exec = (await _running.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
    }

    public async Task DisposeAsync()
    {
        _gate.Open();
        _running.Dispose();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData("GET", "/computer/status")]
    [InlineData("GET", "/computer/bootstrap/stream")]
    [InlineData("GET", "/computer")]
    [InlineData("PUT", "/computer", """{"enabled":false}""")]
    [InlineData("GET", "/computer-instances")]
    [InlineData("POST", "/computer/exec", Command)]
    [InlineData("POST", "/computer/exec", "{}")]
    [InlineData("GET", "/computer/exec/{exec}")]
    [InlineData("DELETE", "/computer/exec/{exec}")]
    [InlineData("DELETE", "/computer/exec?key=running")]
    [InlineData("DELETE", "")]
    public async Task Every_endpoint_says_so_while_the_computer_is_still_being_ended(string method, string path, string? body = null)
    {
        _gate.Close();
        var deletion = _backend.DeleteAsync(Path);
        await _gate.Reached;

        var meanwhile = await TestBackend.SendAsync(_backend.Client, new(method), Path + path.Replace("{exec}", _exec, StringComparison.Ordinal), body);

        meanwhile.ShouldBeRefused(404, "NOT_FOUND");
        meanwhile.Text("detail").Should().Be($"There is no agent '{_agent}'.");
        deletion.IsCompleted.Should().BeFalse();
        _gate.Open();
        (await deletion).Status.Should().Be(204);
        (await _running.ReadFramesAsync())[^1].Data.GetProperty("code").GetString().Should().Be("SANDBOX_DESTROYED");
    }

    [Theory]
    [InlineData("POST", "/computer/exec", Command, true)]
    [InlineData("POST", "/computer/exec", Command, false)]
    [InlineData("POST", "/computer/exec", "{}", true)]
    [InlineData("POST", "/computer/exec", """{"command":"true","workingDir":"/workspace/nowhere"}""", false)]
    [InlineData("PUT", "/computer", """{"enabled":false}""", true)]
    [InlineData("PUT", "/computer", "[]", false)]
    public async Task A_request_that_found_the_agent_and_whose_body_comes_late_is_told_so_too(string method, string path, string body, bool whileHeld)
    {
        using var late = new LateContent(body);
        using var request = late.Request(new(method), Path + path);
        var answer = _backend.Client.SendAsync(request);
        await late.Asked;

        _gate.Close();
        var deletion = _backend.DeleteAsync(Path);
        await _gate.Reached;
        if (!whileHeld)
        {
            _gate.Open();
            await deletion;
        }

        late.Send();
        (await HttpAnswer.OfAsync(await answer)).ShouldBeRefused(404, "NOT_FOUND");
        _gate.Open();
        (await deletion).Status.Should().Be(204);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeat_of_a_known_key_whose_body_comes_late_attaches_to_nothing_any_more(bool whileHeld)
    {
        using var late = new LateContent(Command);
        using var request = late.Request(HttpMethod.Post, $"{Path}/computer/exec");
        request.Headers.Add("Idempotency-Key", "running");
        var answer = _backend.Client.SendAsync(request);
        await late.Asked;

        _gate.Close();
        var deletion = _backend.DeleteAsync(Path);
        await _gate.Reached;
        if (!whileHeld)
        {
            _gate.Open();
            await deletion;
        }

        late.Send();
        (await HttpAnswer.OfAsync(await answer)).ShouldBeRefused(404, "NOT_FOUND");
        _gate.Open();
        (await deletion).Status.Should().Be(204);
    }

    [Fact]
    public async Task From_template_makes_another_agent_meanwhile()
    {
        _gate.Close();
        var deletion = _backend.DeleteAsync(Path);
        await _gate.Reached;

        var created = _backend.CreateAsync(App);
        _gate.Open();

        (await created).Status.Should().Be(201, (await created).Body);
        (await created).Text("agent", "id").Should().NotBe(_agent);
        (await deletion).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("GET", "/computer/status")]
    [InlineData("GET", "/computer/bootstrap/stream")]
    [InlineData("GET", "/computer")]
    [InlineData("PUT", "/computer", """{"enabled":false}""")]
    [InlineData("GET", "/computer-instances")]
    [InlineData("POST", "/computer/exec", Command)]
    [InlineData("GET", "/computer/exec/{exec}")]
    [InlineData("DELETE", "/computer/exec?key=running")]
    [InlineData("DELETE", "")]
    public async Task On_a_full_disk_the_computer_goes_first_and_the_agent_is_gone_meanwhile_too(string method, string path, string? body = null)
    {
        var full = FullDatabase.For(_backend.Backend.Store(), "DELETE ON agents");
        _gate.Close();
        var deletion = _backend.DeleteAsync(Path);
        await _gate.Reached;

        var meanwhile = await TestBackend.SendAsync(_backend.Client, new(method), Path + path.Replace("{exec}", _exec, StringComparison.Ordinal), body);
        var created = _backend.CreateAsync(App);
        full.Dispose();
        _gate.Open();

        meanwhile.ShouldBeRefused(404, "NOT_FOUND");
        (await deletion).Status.Should().Be(204);
        (await created).Status.Should().Be(201, "from-template waits until it is decided whether the agent goes");
        (await created).Text("agent", "id").Should().NotBe(_agent);
    }

    [Fact]
    public async Task A_deletion_that_fails_after_all_leaves_an_agent_that_can_be_found_made_anew_and_deleted()
    {
        HttpAnswer failed;
        using (FullDatabase.For(_backend.Backend.Store(), "DELETE ON agents"))
        {
            failed = await _backend.DeleteAsync(Path);
        }

        failed.ShouldBeRefused(507, "STORAGE_FULL");
        (await _backend.GetAsync($"{Path}/computer/status")).Json.GetProperty("sandbox").GetProperty("status").GetString().Should().Be("none");
        (await _backend.CreateAsync(App)).Text("agent", "id").Should().Be(_agent);
        await _backend.ReadBootstrapAsync(_agent);
        (await _backend.RunAsync(_agent, "echo anew")).Stdout.Should().Be("anew\n");
        (await _backend.DeleteAsync(Path)).Status.Should().Be(204);
        (await _backend.GetAsync($"{Path}/computer/status")).Status.Should().Be(404);
    }
}
