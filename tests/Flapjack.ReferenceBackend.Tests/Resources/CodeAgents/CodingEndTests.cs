using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>Sessions that are ended: by their user, by their time, by the end of the backend.</summary>
public sealed class CodingEndTests : IAsyncLifetime
{
    private const string Key = "crsr_the-key-of-cursor";

    // The second process leaves the session of the first, and hears no SIGTERM.
    private const string Tree = "(trap '' TERM; setsid bash -c 'trap \"\" TERM; echo $$; while true; do sleep 1; done') & echo $$; wait";

    private readonly FakeTimeProvider _time = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private CodingBackend _coding = null!;

    private TestBackend Server => _coding.Server;

    public async Task InitializeAsync()
    {
        _coding = await CodingBackend.StartAsync();
        await _coding.RestartAsync(options =>
        {
            options.TimeProvider = _time;
            options.Coder = CodingBackend.Coder(maxSessionsAtOnce: 1);
        });
    }

    public async Task DisposeAsync() => await _coding.DisposeAsync();

    [Fact]
    public async Task A_cancellation_answers_when_the_whole_tree_is_dead_and_the_files_and_the_key_are_gone()
    {
        var (path, processes) = await BeginTreeAsync();

        var cancelled = await Server.PostAsync(path + "/cancel", "");

        processes.Should().NotContain(id => HostProcesses.IsAlive(id));
        (cancelled.Status, cancelled.Text("status")).Should().Be((200, "cancelled"));
        cancelled.Body.Should().Contain("\"has_computer\":false").And.Contain("\"has_cursor_key\":false");
        Directory.Exists(_coding.ComputerOf(path)).Should().BeFalse();
        var story = await _coding.ReadAsync(path);
        story.Statuses.Should().Equal("pending", "creating", "running", "cancelled");
        story.Result.GetProperty("signal").GetString().Should().Be("SIGKILL");
        story.Events[^1].GetProperty("type").GetString().Should().Be("status");
        (await Server.PostAsync(path + "/cancel", "")).ShouldBeRefused(422, "INVALID_SESSION_STATUS");
    }

    [Fact]
    public async Task An_archived_session_has_ended_and_its_files_are_gone()
    {
        var (path, processes) = await BeginTreeAsync();

        var archived = await Server.PostAsync(path + "/archive", "");

        processes.Should().NotContain(id => HostProcesses.IsAlive(id));
        archived.Text("status").Should().Be("cancelled");
        Directory.Exists(_coding.ComputerOf(path)).Should().BeFalse();
        (await _coding.ReadAsync(path)).Events[^1].GetProperty("type").GetString().Should().Be("archived");
    }

    [Fact]
    public async Task A_finished_session_keeps_its_working_copy_until_it_is_archived_and_no_process()
    {
        var file = _coding.NewFile();
        var story = await _coding.RunAsync($"sleep 1000 & echo $! > {file}");
        HostProcesses.Read(await File.ReadAllTextAsync(file)).Should().NotContain(id => HostProcesses.IsAlive(id));
        File.Exists(Path.Combine(_coding.ComputerOf(story.Path), "home/workspace/app/version.txt")).Should().BeTrue();

        var archived = await Server.PostAsync(story.Path + "/archive", "");

        archived.Text("status").Should().Be("finished");
        Directory.Exists(_coding.ComputerOf(story.Path)).Should().BeFalse();
    }

    [Fact]
    public async Task A_session_whose_time_is_over_is_expired_and_its_tree_is_dead()
    {
        var (path, processes) = await BeginTreeAsync();

        _time.Advance(TimeSpan.FromHours(1));
        var story = await _coding.EndAsync(path);

        (story.Status, story.ErrorCode).Should().Be(("expired", "CODER_TIMED_OUT"));
        await HostProcesses.EndAsync(processes);
        story.Session.GetProperty("has_cursor_key").GetBoolean().Should().BeFalse();
        await Eventually.HoldsAsync(() => !Directory.Exists(_coding.ComputerOf(path)), "the files go after the session has ended");
    }

    [Fact]
    public async Task Sessions_wait_for_their_turn_and_one_that_is_cancelled_meanwhile_never_begins()
    {
        var (gate, ran) = (_coding.NewLatch(), _coding.NewFile());
        var first = await _coding.BeginAsync(gate.Wait);
        await _coding.RunsAsync(first);
        var second = await _coding.BeginAsync($"echo second >> {ran}");
        var third = await _coding.BeginAsync($"echo third >> {ran}");

        var cancelled = await Server.PostAsync(second + "/cancel", "");
        var waiting = await Server.GetAsync(third);
        gate.Open();
        var last = await _coding.EndAsync(third);

        (cancelled.Text("status"), waiting.Text("status"), last.Status).Should().Be(("cancelled", "pending", "finished"));
        (await File.ReadAllTextAsync(ran)).Should().Be("third\n");
        (await _coding.ReadAsync(second)).Statuses.Should().Equal("pending", "cancelled");
    }

    [Fact]
    public async Task The_end_of_the_backend_ends_the_coder_and_is_told_by_the_next_which_takes_up_what_waited()
    {
        var (path, processes) = await BeginTreeAsync();
        var waiting = await _coding.BeginAsync("echo hello");

        await _coding.RestartAsync();

        processes.Should().NotContain(id => HostProcesses.IsAlive(id));
        var story = await _coding.ReadAsync(path);
        (story.Status, story.ErrorCode).Should().Be(("error", "BACKEND_STOPPED"));
        Directory.Exists(_coding.ComputerOf(path)).Should().BeFalse();
        (await _coding.EndAsync(waiting)).Stdout.Should().Be("hello\n");
    }

    [Fact]
    public async Task A_finished_session_goes_on_after_a_restart_and_without_a_coder_it_takes_no_prompt()
    {
        var first = await _coding.RunAsync("echo kept > kept.txt");
        await _coding.RestartAsync(options => options.Coder = null);
        var before = (await Server.GetAsync(first.Path + "/events")).Body;
        var refused = await Server.PostAsync(first.Path + "/messages", """{"prompt":"cat kept.txt"}""");
        var after = (await Server.GetAsync(first.Path + "/events")).Body;
        await _coding.RestartAsync();
        await _coding.SendAsync(first.Path, "cat kept.txt");

        var story = await _coding.EndAsync(first.Path);

        refused.ShouldBeRefused(422, "CODER_NOT_CONFIGURED");
        after.Should().Be(before);
        story.Stdout.Should().Be("kept\n");
    }

    [Fact]
    public async Task A_working_copy_that_is_gone_fails_the_next_prompt()
    {
        var first = await _coding.RunAsync("rm -rf \"$PWD\"");
        await _coding.SendAsync(first.Path, "true");

        var story = await _coding.EndAsync(first.Path);

        first.Result.GetProperty("changed_files").ValueKind.Should().Be(JsonValueKind.Null);
        (story.Status, story.ErrorCode).Should().Be(("error", "WORKING_COPY_GONE"));
    }

    private async Task<(string Path, int[] Processes)> BeginTreeAsync()
    {
        var file = _coding.NewFile();
        var path = await _coding.BeginAsync($"exec > {file}; {Tree}", $",\"cursorApiKey\":\"{Key}\"");
        await Eventually.HoldsAsync(() => File.Exists(file) && File.ReadAllLines(file).Length == 2, "both processes of the coder run");
        return (path, HostProcesses.Read(await File.ReadAllTextAsync(file)));
    }
}
