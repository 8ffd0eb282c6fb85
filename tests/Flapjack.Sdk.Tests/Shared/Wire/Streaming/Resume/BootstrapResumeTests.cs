namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class BootstrapResumeTests : ResumeTest
{
    private const string Path = "GET /api/agents/a1/computer/bootstrap/stream";

    [Fact]
    public async Task It_goes_on_behind_the_last_event()
    {
        var events = Bootstrap();
        var first = await Next(Path);
        await first.Cuts(Log("run1", 1) + Log("run1", 2) + "id: run1:3\nevent: log\n");

        var resume = await Next(Path);

        first.Header("Last-Event-ID").Should().BeNull();
        resume.Header("Last-Event-ID").Should().Be("run1:2");
        resume.Header("Idempotency-Key").Should().BeNull();
        resume.Header("Flapjack-Detach-Seconds").Should().BeNull();
        await resume.Streams(Log("run1", 3) + Done("run1", 4));
        Chunks(await events).Should().Be("run1:1 run1:2 run1:3 ");
    }

    [Fact]
    public async Task Frames_that_come_twice_are_dropped_and_missing_ones_asked_for()
    {
        var events = Bootstrap();
        await (await Next()).Streams(Log("run1", 1) + Log("run1", 1) + Log("run1", 3));

        var resume = await Next(Path);

        resume.Header("Last-Event-ID").Should().Be("run1:1");
        await resume.Streams(Log("run1", 1) + Log("run1", 2) + Log("run1", 3) + Done("run1", 4));
        Chunks(await events).Should().Be("run1:1 run1:2 run1:3 ");
    }

    [Fact]
    public async Task Another_run_is_read_from_its_beginning()
    {
        var events = Bootstrap();
        await (await Next()).Cuts(Log("run1", 1) + Log("run1", 2));
        await (await Next()).Cuts(Log("run2", 1) + Log("run2", 2));

        var resume = await Next(Path);

        resume.Header("Last-Event-ID").Should().Be("run2:2");
        await resume.Streams(Log("run2", 3) + Done("run2", 4));
        Chunks(await events).Should().Be("run1:1 run1:2 run2:1 run2:2 run2:3 ");
    }

    [Fact]
    public async Task Another_run_that_does_not_begin_at_its_beginning_is_opened_again()
    {
        var events = Bootstrap();
        await (await Next()).Cuts(Log("run1", 1));
        await (await Next()).Streams(Log("run2", 2));

        var resume = await Next(Path);

        resume.Header("Last-Event-ID").Should().Be("run1:1");
        await resume.Streams(Log("run2", 1) + Done("run2", 2));
        Chunks(await events).Should().Be("run1:1 run2:1 ");
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("a-run-with-a-name-that-is-longer-than-any-that-the-reference-backend-gives-to-one-of-its-runs")]
    public async Task A_run_whose_name_has_colons_or_is_long_is_one_run(string run)
    {
        var events = Bootstrap();
        await (await Next()).Cuts(Log(run, 1) + Log(run, 2));
        await (await Next()).Streams(Log(run, 2) + Log(run, 3) + Done(run, 4));

        Chunks(await events).Should().Be($"{run}:1 {run}:2 {run}:3 ");
    }

    [Fact]
    public async Task Reading_changes_nothing_so_the_first_request_is_repeated_by_itself()
    {
        var events = Bootstrap();
        (await Next(Path)).Connection.Reset();
        await (await Next(Path)).Answers(503, headers: Wired.Nothing);
        await (await Next(Path)).Streams(Done("run1", 1), Wired.Nothing);

        (await events).Should().ContainSingle();
    }

    [Fact]
    public async Task Leaving_early_stops_nothing()
    {
        var reading = new Reading<BootstrapEvent>(Client.StreamBootstrapAsync("a1"));
        var first = reading.Move();
        var call = await (await Next()).Streams(Log("run1", 1));
        await first;

        await reading.DisposeAsync();

        await call.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(401)]
    public async Task A_refusal_of_the_resumption_ends_it(int status)
    {
        var events = Bootstrap();
        await (await Next()).Cuts(Log("run1", 1));
        await (await Next()).Answers(status, """{"error":"RESUME_GAP"}""");

        var thrown = await Interrupted(events);

        thrown.LastEventId.Should().Be("run1:1");
        ((int)thrown.InnerException.Should().BeAssignableTo<FlapjackApiException>().Which.StatusCode).Should().Be(status);
    }

    private static string Log(string run, int id) => $"id: {run}:{id}\nevent: log\ndata: {{\"chunk\":\"{run}:{id} \"}}\n\n";

    private static string Done(string run, int id) => $"id: {run}:{id}\nevent: done\ndata: {{}}\n\n";

    private static string Chunks(IEnumerable<BootstrapEvent> events) => string.Concat(events.OfType<BootstrapLogEvent>().Select(e => e.Chunk));

    private Task<List<BootstrapEvent>> Bootstrap() => Client.StreamBootstrapAsync("a1").All();
}
