namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>Two hours without a command, in milliseconds.</summary>
public sealed class IdleTests : IAsyncLifetime
{
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task After_two_hours_without_a_command_the_processes_end_and_the_files_stay()
    {
        var started = await _computer.RunAsync("echo kept >kept; sleep 1000 & echo $!");
        var background = int.Parse(started.Printed(), System.Globalization.CultureInfo.InvariantCulture);

        _clock.Advance(TwoHours - TimeSpan.FromTicks(1));
        (await StatusAsync()).Should().Be("ready");
        HostProcesses.IsAlive(background).Should().BeTrue();
        _clock.Advance(TimeSpan.FromTicks(1));

        await BecomesAsync("idle");
        await HostProcesses.EndAsync(background);
        (await _computer.RunAsync("cat kept")).Printed().Should().Be("kept\n");
        (await StatusAsync()).Should().Be("ready");
    }

    [Fact]
    public async Task A_new_computer_that_nobody_uses_goes_idle_too()
    {
        var agent = await _computer.Server.CreateReadyAgentAsync();

        _clock.Advance(TwoHours);

        await Eventually.HoldsAsync(async () => await StatusOfAsync(agent) == "idle", "nobody has ever used it");
    }

    [Fact]
    public async Task The_time_counts_from_the_end_of_the_last_command()
    {
        using var stream = await _computer.ExecLongAsync($"echo begun; {ReadyComputer.WaitAt("end")}");
        await stream.ReadPrintedAsync("begun");
        _clock.Advance(TimeSpan.FromMinutes(59));
        _computer.Open("end");
        await stream.ReadFramesAsync();

        _clock.Advance(TwoHours - TimeSpan.FromSeconds(1));
        (await StatusAsync()).Should().Be("ready");
        _clock.Advance(TimeSpan.FromSeconds(1));

        await BecomesAsync("idle");
    }

    [Fact]
    public async Task A_command_of_many_hours_keeps_its_computer_awake()
    {
        await using var patient = await ReadyComputer.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.IdleAfter = TimeSpan.FromMinutes(10);
        });
        using var stream = await patient.ExecLongAsync($"echo begun; {ReadyComputer.WaitAt("end")}; echo ended");
        await stream.ReadPrintedAsync("begun");

        _clock.Advance(TimeSpan.FromMinutes(50));
        patient.Open("end");
        var frames = await stream.ReadFramesAsync();

        frames.Printed().Should().Be("ended\n");
        frames.Exit().GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Many_commands_share_one_wake()
    {
        _clock.Advance(TwoHours);
        await BecomesAsync("idle");

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _computer.RunAsync("echo awake")));

        runs.Should().OnlyContain(frames => frames.Printed() == "awake\n");
        (await StatusAsync()).Should().Be("ready");
    }

    [Fact]
    public async Task Never_is_never()
    {
        await using var sleepless = await ReadyComputer.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.IdleAfter = Timeout.InfiniteTimeSpan;
        });
        await sleepless.RunAsync("true");

        _clock.Advance(TimeSpan.FromDays(60));

        (await sleepless.Server.Backend.StatusOfAsync(sleepless.Agent)).Should().Be("ready");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(31 * 24 * 3600)]
    public async Task A_time_that_makes_no_sense_is_refused(int seconds)
    {
        var start = () => FlapjackBackend.StartAsync(new() { IdleAfter = TimeSpan.FromSeconds(seconds) });

        (await start.Should().ThrowAsync<ArgumentOutOfRangeException>()).Which.ParamName.Should().Be("IdleAfter");
    }

    private Task BecomesAsync(string status) => Eventually.HoldsAsync(async () => await StatusAsync() == status, $"the computer becomes {status}");

    private Task<string> StatusOfAsync(string agent) => _computer.Server.Backend.StatusOfAsync(agent);

    private Task<string> StatusAsync() => StatusOfAsync(_computer.Agent);
}
