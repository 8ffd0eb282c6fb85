using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

public sealed class BootstrapStreamTests : IAsyncLifetime
{
    private LocalRepository _repository = null!;
    private TestBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        _backend = await TestBackend.StartAsync(options =>
        {
            // It stands still: no comment comes between two frames because the machine is busy.
            options.TimeProvider = new FakeTimeProvider();
            _repository.Rewrite(options);
        });
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task The_frames_are_as_the_contract_has_them_numbered_within_the_run()
    {
        var created = await _backend.CreateAsync("""{"template":"blank"}""");
        using var stream = await _backend.OpenBootstrapAsync(created.Text("agent", "id"));

        var text = await stream.ReadToEndAsync();

        var run = created.Text("bootstrapRunId");
        text.Should().Be($$$"""
            : open

            id: {{{run}}}:1
            event: status
            data: {"status":"bootstrapping"}

            id: {{{run}}}:2
            event: log
            data: {"chunk":"$ template blank\n"}

            id: {{{run}}}:3
            event: status
            data: {"status":"ready"}

            id: {{{run}}}:4
            event: done
            data: {"status":"ready","exitCode":0}


            """);
    }

    [Fact]
    public async Task The_headers_forbid_every_buffer_on_the_way()
    {
        var agent = await _backend.CreateAgentAsync();

        using var stream = await _backend.OpenBootstrapAsync(agent);

        var (response, content) = (stream.Response.Headers, stream.Response.Content.Headers);
        content.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        response.CacheControl!.ToString().Should().Be("no-transform, no-cache");
        response.GetValues("X-Accel-Buffering").Should().Equal("no");
        response.GetValues("X-Request-Id").Single().Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_log_comes_while_the_bootstrap_runs()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body($"echo be''gun; {_repository.WaitAtGate}; echo released"));
        using var stream = await _backend.OpenBootstrapAsync(agent);

        await stream.ReadUntilPrintedAsync("begun");
        _repository.Open();
        var rest = await stream.ReadFramesAsync();

        rest[0].Chunk.Should().Be("released\n");
        rest[^1].Text.Should().EndWith("""
            event: done
            data: {"status":"ready","exitCode":0}
            """);
    }

    [Fact]
    public async Task Whoever_comes_late_reads_the_same_bytes()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body($"for i in $(seq 500); do echo $i; echo $i >&2; done; {_repository.WaitAtGate}; exit 3"));
        using var first = await _backend.OpenBootstrapAsync(agent);
        using var second = await _backend.OpenBootstrapAsync(agent);

        var live = Task.WhenAll(first.ReadToEndAsync(), second.ReadToEndAsync());
        _repository.Open();
        var texts = await live;
        using var late = await _backend.OpenBootstrapAsync(agent);
        var replayed = await late.ReadToEndAsync();

        texts[0].Should().Contain("500").And.EndWith("\n\n");
        texts[1].Should().Be(texts[0]);
        replayed.Should().Be(texts[0]);
    }

    [Fact]
    public async Task A_failing_install_command_ends_with_its_code_and_the_end_of_its_errors()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body("echo to stdout; echo 'no such package: léftpad' >&2; exit 42"));

        var frames = await _backend.ReadBootstrapAsync(agent);

        var done = frames[^1];
        done.Event.Should().Be("done");
        done.Data.EnumerateObject().Select(field => field.Name).Should().Equal("status", "exitCode", "stderrTail");
        done.Data.GetProperty("status").GetString().Should().Be("error");
        done.Data.GetProperty("exitCode").GetInt32().Should().Be(42);
        done.Data.GetProperty("stderrTail").GetString().Should().StartWith("no such package: léftpad\n").And.NotContain("to stdout\n");
        frames[^2].Text.Should().EndWith("""
            event: status
            data: {"status":"error"}
            """);
    }

    [Fact]
    public async Task The_tail_of_the_errors_is_short_and_cut_between_characters()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body("for i in $(seq 3000); do printf 'é€🥞' >&2; done; exit 1"));

        var tail = (await _backend.ReadBootstrapAsync(agent))[^1].Data.GetProperty("stderrTail").GetString()!;

        tail.Length.Should().BeLessThan(4_100);
        tail.Should().NotContain("\uFFFD").And.Contain("é€🥞é€🥞");
    }

    [Fact]
    public async Task A_reader_who_leaves_does_not_end_the_bootstrap()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body($"echo be''gun; {_repository.WaitAtGate}"));
        using (var stream = await _backend.OpenBootstrapAsync(agent))
        {
            await stream.ReadUntilPrintedAsync("begun");
        }

        _repository.Open();
        var frames = await _backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task A_bootstrap_waits_for_no_reader()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body("seq 600000"));
        using var stalled = await _backend.OpenBootstrapAsync(agent);
        await stalled.ReadFrameAsync();

        var frames = await _backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("status").GetString().Should().Be("ready");
        string.Concat(frames.Where(frame => frame.Event == "log").Select(frame => frame.Chunk)).Should().EndWith("599999\n600000\n");
    }
}
