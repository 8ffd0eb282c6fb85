using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Agents;

public sealed class DeleteAgentTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_deletion_has_no_body_and_takes_the_folder_and_the_processes_with_it()
    {
        var agent = await backend.CreateReadyAgentAsync();
        var started = await backend.RunAsync(agent, """
            sleep 1000 >/dev/null 2>&1 & echo $!
            setsid sleep 1000 >/dev/null 2>&1 & echo $!
            (setsid bash -c 'sleep 1000 & echo $! >"$HOME/inner"; wait' >/dev/null 2>&1 &)
            until [ -s "$HOME/inner" ]; do sleep 0.01; done; cat "$HOME/inner"
            """);
        var processes = started.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        var home = await backend.HomeOfAsync(agent);
        processes.Should().HaveCount(3).And.OnlyContain(id => HostProcesses.IsAlive(id));

        var answer = await backend.DeleteAsync($"/api/agents/{agent}");

        answer.Status.Should().Be(204);
        answer.Body.Should().BeEmpty();
        processes.Should().NotContain(id => HostProcesses.IsAlive(id), "the answer comes when all is gone");
        Directory.Exists(Path.GetDirectoryName(home)).Should().BeFalse();
        HostProcesses.WithEnvironment(home).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, "{}")]
    [InlineData(true, "no json")]
    public async Task The_answer_is_204_with_neither_a_body_nor_a_type_of_one_whatever_the_request_carries(bool extensions, string? body)
    {
        await using var server = await TestBackend.StartAsync(options => options.Extensions = extensions);
        var agent = await server.CreateReadyAgentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/agents/{agent.ToUpperInvariant()}") { Content = body is null ? null : TestBackend.JsonText(body) };

        using var answer = await server.Client.SendAsync(request);

        ((int)answer.StatusCode).Should().Be(204);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        answer.Content.Headers.ContentType.Should().BeNull();
        answer.Headers.TransferEncodingChunked.Should().NotBeTrue();
    }

    [Fact]
    public async Task A_deleted_agent_is_nowhere_to_be_found()
    {
        var agent = await backend.CreateReadyAgentAsync();
        await backend.DeleteAsync($"/api/agents/{agent}");

        HttpAnswer[] answers =
        [
            await backend.DeleteAsync($"/api/agents/{agent}"),
            await backend.GetAsync($"/api/agents/{agent}/computer/status"),
            await backend.GetAsync($"/api/agents/{agent}/computer/bootstrap/stream"),
            await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}"""),
        ];

        answers.Should().AllSatisfy(answer => answer.ShouldBeRefused(404, "NOT_FOUND"));
    }

    [Fact]
    public async Task Ten_deletions_at_once_succeed_once()
    {
        var agent = await backend.CreateReadyAgentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => backend.DeleteAsync($"/api/agents/{agent}")));

        answers.Count(answer => answer.Status == 204).Should().Be(1);
        answers.Count(answer => answer.Status == 404).Should().Be(9);
    }

    [Fact]
    public async Task A_command_that_runs_meanwhile_ends_with_an_error_event()
    {
        var agent = await backend.CreateReadyAgentAsync();
        using var stream = await backend.ExecAsync(agent, "echo begun; exec sleep 1000");
        await stream.ReadUntilPrintedAsync("begun");

        var answer = await backend.DeleteAsync($"/api/agents/{agent}");
        var rest = await stream.ReadFramesAsync();

        answer.Status.Should().Be(204);
        rest.Should().ContainSingle().Which.Text.Should().Be("""
            id: 3
            event: error
            data: {"code":"SANDBOX_DESTROYED","detail":"The computer was destroyed while the command ran."}
            """);
    }

    [Fact]
    public async Task A_bootstrap_that_runs_meanwhile_ends_with_done_for_those_who_read_it()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var slow = await TestBackend.StartAsync(repository.Rewrite);
        var agent = await slow.CreateAgentAsync(LocalRepository.Body("echo wait''ing; exec sleep 1000"));
        using var stream = await slow.OpenBootstrapAsync(agent);
        await stream.ReadUntilPrintedAsync("waiting");

        var answer = await slow.DeleteAsync($"/api/agents/{agent}");
        var frames = await stream.ReadFramesAsync();

        answer.Status.Should().Be(204);
        frames.Select(frame => frame.Event).Should().Equal("status", "done");
        frames.Should().OnlyContain(frame => frame.Data.GetProperty("status").GetString() == "destroyed");
    }

    [Fact]
    public async Task Files_with_the_strangest_names_do_not_stand_in_the_way()
    {
        var agent = await backend.CreateReadyAgentAsync();
        var home = await backend.HomeOfAsync(agent);
        var made = await backend.RunAsync(agent, """
            set -e
            touch $'\xff\xfe' $'new\nline' -- -rf ' '
            mkdir -p $'dir\xff/inner' && touch $'dir\xff/inner/file'
            ln -s /etc out && ln -s . loop && ln -s nowhere dangling
            mkfifo pipe
            mkdir closed && touch closed/file && chmod 000 closed
            for i in $(seq 60); do mkdir $(printf 'd%.0s' $(seq 100)) && cd ddd*; done
            """);
        made.ExitCode.Should().Be(0, made.Stderr);

        var answer = await backend.DeleteAsync($"/api/agents/{agent}");

        answer.Status.Should().Be(204, answer.Body);
        Directory.Exists(home).Should().BeFalse();
        File.Exists("/etc/hosts").Should().BeTrue();
    }
}
