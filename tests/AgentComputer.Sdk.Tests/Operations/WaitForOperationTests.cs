using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Operations;

public sealed class WaitForOperationTests : WireTest
{
    private const string Path = "/v1/operations/o1";

    private readonly TestClock _clock = new();

    [Fact]
    public async Task An_operation_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Path, """
            {"operation":{"id":"o1","kind":"computer.start","resource_type":"computer","resource_id":"c1","status":"failed","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T10:00:03Z",
             "started_at":"2026-05-01T10:00:01Z","completed_at":"2026-05-01T10:00:02Z","error_message":"no host","attempt":2}}
            """);

        var operation = await Client.GetOperationAsync("o1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Path));
        operation.Should().BeEquivalentTo(new
        {
            Id = "o1",
            Kind = "computer.start",
            ResourceType = "computer",
            ResourceId = "c1",
            Status = OperationStatus.Failed,
            HasEnded = true,
            ErrorMessage = "no host",
            CreatedAt = At(0),
            StartedAt = At(1),
            CompletedAt = At(2),
            UpdatedAt = At(3),
        });
        operation.AdditionalProperties.Should().ContainKey("attempt");
    }

    [Fact]
    public async Task It_is_asked_every_second_and_a_half_until_it_has_succeeded()
    {
        Wire.Answers(Path, Is("queued"), Is("running"), Is("packing boxes"), Is("succeeded"));
        var wait = Waiting.WaitForOperationAsync("o1");

        for (var i = 0; i < 3; i++)
        {
            await _clock.Pass(TimeSpan.FromSeconds(1.5));
        }

        (await wait.Soon()).Status.Should().Be(OperationStatus.Succeeded);
        Wire.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task An_operation_that_has_ended_is_not_waited_for()
    {
        Wire.Answers(Path, Is("succeeded"));

        (await Waiting.WaitForOperationAsync("o1").Soon()).Id.Should().Be("o1");
    }

    [Fact]
    public async Task An_operation_that_failed_tells_why()
    {
        Wire.Answers(Path, """{"operation":{"id":"o1","kind":"computer.start","resource_id":"c1","status":"failed","error_message":"no host has room."}}""");

        var wait = () => Waiting.WaitForOperationAsync("o1").Soon();

        var failure = (await wait.Should().ThrowAsync<OperationFailedException>()).Which;
        failure.Message.Should().Be("The operation o1 (computer.start of c1) failed: no host has room.");
        failure.Operation.ErrorMessage.Should().Be("no host has room.");
    }

    [Fact]
    public async Task An_operation_that_failed_without_a_word_says_that()
    {
        Wire.Answers(Path, Is("failed"));

        var wait = () => Waiting.WaitForOperationAsync("o1").Soon();

        await wait.Should().ThrowAsync<OperationFailedException>().WithMessage("The operation o1 failed: the service did not say why.");
    }

    [Fact]
    public async Task The_wait_ends_after_two_minutes()
    {
        Wire.Answers(Path, Is("running"));
        var wait = Waiting.WaitForOperationAsync("o1");
        await _clock.Armed(TimeSpan.FromSeconds(1.5));

        _clock.Advance(TimeSpan.FromSeconds(120));

        var late = (await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<AgentComputerTimeoutException>()).Which;
        (late.Budget, late.Timeout).Should().Be((AgentComputerTimeoutBudget.Operation, TimeSpan.FromSeconds(120)));
        late.Message.Should().Be(
            "The operation o1 did not end within 120 s (the Operation budget, WaitOptions.Timeout); it was running when it was last read. The service goes on.");
    }

    [Fact]
    public async Task Both_times_can_be_chosen()
    {
        Wire.Answers(Path, Is("running"));
        var wait = Waiting.WaitForOperationAsync("o1", new() { Interval = TimeSpan.FromSeconds(7), Timeout = TimeSpan.FromSeconds(9) });

        await _clock.Pass(TimeSpan.FromSeconds(7));
        await _clock.Armed(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<AgentComputerTimeoutException>()).Which.Timeout.Should().Be(TimeSpan.FromSeconds(9));
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_caller_that_cancels_is_told_that_the_service_goes_on()
    {
        Wire.Answers(Path, Is("running"));
        using var cancel = new CancellationTokenSource();
        var wait = Waiting.WaitForOperationAsync("o1", cancellationToken: cancel.Token);
        await _clock.Armed(TimeSpan.FromSeconds(1.5));

        await cancel.CancelAsync();

        (await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<OperationCanceledException>())
            .WithMessage("The wait for the operation o1 was cancelled. The service goes on.").Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task A_poll_that_is_refused_ends_the_wait()
    {
        Wire.Answers(Path, Is("running"), new Answer(404, """{"error":{"code":"not_found","message":"no such operation"}}"""));
        var wait = Waiting.WaitForOperationAsync("o1");

        await _clock.Pass(TimeSpan.FromSeconds(1.5));

        await wait.Awaiting(call => call.Soon()).Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    [Fact]
    public void A_time_out_of_its_range_and_an_empty_id_are_refused_at_the_call()
    {
        WaitOptions[] odd = [new() { Interval = TimeSpan.Zero }, new() { Interval = TimeSpan.FromDays(2) }, new() { Timeout = TimeSpan.Zero }, new() { Timeout = TimeSpan.FromDays(41) }];

        odd.Should().AllSatisfy(options => Refused(() => Client.WaitForOperationAsync("o1", options), "options"));
        odd.Should().AllSatisfy(options => Refused(() => Client.WaitUntilRunningAsync("c1", options), "options"));
        Refused(() => Client.WaitForOperationAsync(" "), "operationId");
        Refused(() => Client.EnsureReadyAsync(""), "computerId");
        Wire.Requests.Should().BeEmpty();

        static void Refused(Func<Task> call, string parameter)
        {
            var begin = () => { _ = call(); };
            begin.Should().Throw<ArgumentException>().WithParameterName(parameter);
        }
    }

    private AgentComputerClient Waiting => ClientWith(options => options.TimeProvider = _clock);

    private static Answer Is(string status) => Answer.Json($$$"""{"operation":{"id":"o1","status":"{{{status}}}"}}""");

    private static DateTimeOffset At(int second) => new(2026, 5, 1, 10, 0, second, TimeSpan.Zero);
}
