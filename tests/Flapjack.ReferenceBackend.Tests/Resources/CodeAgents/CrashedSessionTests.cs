using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>A backend that is killed while the coder works, and started again.</summary>
public sealed class CrashedSessionTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private LocalRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await LocalRepository.CreateAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task After_a_crash_nobody_knows_what_the_coder_did_and_the_session_says_so_its_processes_are_dead_and_what_had_finished_goes_on()
    {
        var (ids, runs) = (_folder["ids"], _folder["runs"]);
        string finished, cut;
        using (var host = await StartAsync())
        {
            finished = await BeginAsync(host, "echo kept > kept.txt");
            await HasStatusAsync(host, finished, "finished");
            cut = await BeginAsync(host, $"echo run >> {runs}; echo partly; setsid sleep 3000 & echo $! $$ > {ids}; wait");
            await Eventually.HoldsAsync(() => File.Exists(ids) && File.ReadAllText(ids).Contains('\n', StringComparison.Ordinal), "the coder runs");
            await Eventually.HoldsAsync(async () => (await EventsAsync(host, cut)).Stdout == "partly\n", "its output is told");
            await host.KillAsync();
        }

        using var again = await StartAsync();
        var story = await EventsAsync(again, cut);
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(ids)));
        var refused = await TestBackend.SendAsync(again.Client, HttpMethod.Post, cut + "/messages", """{"prompt":"true"}""");
        await TestBackend.SendAsync(again.Client, HttpMethod.Post, finished + "/messages", """{"prompt":"cat kept.txt"}""");
        await HasStatusAsync(again, finished, "finished");

        (story.Status, story.ErrorCode, story.Stdout).Should().Be(("error", "CODER_OUTCOME_UNKNOWN", "partly\n"));
        story.ErrorMessage.Should().Contain("nobody knows what the coder has done");
        story.Statuses.Should().Equal("pending", "creating", "running", "error");
        refused.ShouldBeRefused(422, "INVALID_SESSION_STATUS");
        Directory.Exists(_folder[$"data/computers/{Path.GetFileName(cut)}"]).Should().BeFalse();
        (await EventsAsync(again, finished)).Stdout.Should().Be("kept\n");
        (await File.ReadAllLinesAsync(runs)).Should().Equal("run");
    }

    [Fact]
    public async Task Sessions_that_waited_when_the_backend_was_killed_are_taken_up()
    {
        string waiting;
        using (var host = await StartAsync())
        {
            for (var i = 0; i < 4; i++)
            {
                await HasStatusAsync(host, await BeginAsync(host, "sleep 3000"), "running");
            }

            waiting = await BeginAsync(host, "echo hello");
            await host.KillAsync();
        }

        using var again = await StartAsync();
        await HasStatusAsync(again, waiting, "finished");

        (await EventsAsync(again, waiting)).Stdout.Should().Be("hello\n");
    }

    private Task<CrashHost> StartAsync() => CrashHost.StartAsync(_folder["data"], repository: _repository);

    private static async Task<string> BeginAsync(CrashHost host, string prompt)
    {
        var agent = await TestBackend.SendAsync(host.Client, HttpMethod.Post, "/api/code-agents", $$"""{"name":"x","defaultRepoUrl":"{{LocalRepository.Url}}"}""");
        var session = await TestBackend.SendAsync(
            host.Client, HttpMethod.Post, CodingBackend.All, $$"""{"codeAgentId":"{{agent.Text("id")}}","prompt":{{TestBackend.Quoted(prompt)}}}""");
        return $"{CodingBackend.All}/{session.Text("id")}";
    }

    private static Task HasStatusAsync(CrashHost host, string path, string status) => Eventually.HoldsAsync(
        async () => (await TestBackend.SendAsync(host.Client, HttpMethod.Get, path)).Text("status") == status, $"{path} becomes {status}");

    private static async Task<CodeSessionStory> EventsAsync(CrashHost host, string path) => new(
        path,
        (await TestBackend.SendAsync(host.Client, HttpMethod.Get, path)).Json,
        [.. (await TestBackend.SendAsync(host.Client, HttpMethod.Get, path + "/events")).Json.EnumerateArray()]);
}
