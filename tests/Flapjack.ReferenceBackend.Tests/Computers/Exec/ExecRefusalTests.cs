using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExecRefusalTests : IAsyncLifetime
{
    private LocalRepository _repository = null!;
    private TestBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        _backend = await TestBackend.StartAsync(_repository.Rewrite);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_computer_that_bootstraps_is_not_ready_yet()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body(_repository.WaitAtGate));

        var early = await ExecAsync(agent);
        _repository.Open();
        await _backend.ReadBootstrapAsync(agent);
        var late = await ExecAsync(agent);

        early.ShouldBeRefused(409, "SANDBOX_NOT_READY");
        late.Status.Should().Be(200, "whoever has read of the end of the bootstrap finds the computer ready");
    }

    [Fact]
    public async Task A_computer_whose_bootstrap_failed_is_gone_until_it_is_made_anew()
    {
        const string App = ""","externalAppId":"one" """;
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body("echo x >~/left; exit 1", App));
        await _backend.ReadBootstrapAsync(agent);

        var failed = await ExecAsync(agent);
        await _backend.CreateAsync($$"""{"template":"blank"{{App}}}""");
        await _backend.ReadBootstrapAsync(agent);
        var anew = await _backend.RunAsync(agent, "ls ~");

        failed.ShouldBeRefused(410, "SANDBOX_DESTROYED");
        anew.Stdout.Should().Be("workspace\n", "nothing is left of the failed attempt");
    }

    [Fact]
    public async Task A_bad_body_is_told_before_the_state()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body(_repository.WaitAtGate));

        var answer = await _backend.PostAsync($"/api/agents/{agent}/computer/exec", "{}");

        answer.ShouldBeRefused(400, "INVALID_COMMAND");
    }

    private Task<HttpAnswer> ExecAsync(string agent) => _backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
}
