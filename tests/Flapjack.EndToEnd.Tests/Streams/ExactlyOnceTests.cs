using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

public sealed class ExactlyOnceTests
{
    public static TheoryData<string> Transports => ["tcp", "memory"];

    [Theory]
    [MemberData(nameof(Transports))]
    public Task Two_hundred_commands_under_random_cuts_run_once_each(string transport) => RunUnderCutsAsync(200, transport);

    [SoakFact]
    [Trait("Category", "Soak")]
    public Task Two_thousand_commands_under_random_cuts_run_once_each() => RunUnderCutsAsync(2_000, "tcp");

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_command_whose_answer_never_began_runs_once(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        broken.Faults.Add(Fault.ResetBeforeHeaders(), FaultTarget.Exec, times: 3);

        var result = await broken.RunAsync("echo x >> ~/ran; cat ~/ran");

        result.Stdout.Should().Be("x\n");
        broken.Faults.Fired.Should().HaveCount(3);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_refusal_is_waited_out_and_a_failure_is_repeated_under_the_same_key(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        broken.Faults.Add(Fault.TooManyRequests(TimeSpan.Zero), FaultTarget.Exec, times: 2).Add(Fault.InternalServerError(), FaultTarget.Exec, times: 1);

        var result = await broken.RunAsync("echo x >> ~/ran; cat ~/ran");

        result.Stdout.Should().Be("x\n");
        broken.Faults.Fired.Should().HaveCount(3);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Frames_that_come_twice_are_delivered_once(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        broken.Faults.Add(Fault.DuplicateFrame(2), FaultTarget.Exec, times: 1);

        var result = await broken.RunAsync("echo once");

        result.Stdout.Should().Be("once\n");
        broken.Faults.Fired.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_garbled_frame_is_an_error_that_shows_it(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        broken.Faults.Add(Fault.GarbleFrame(2), FaultTarget.Exec, times: 1);

        var run = () => broken.RunAsync("echo text; sleep 1000");

        (await run.Should().ThrowAsync<FlapjackProtocolException>()).Which.Raw.Should().StartWith("event: stdout\ndata: !");
        broken.Faults.Fired.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_stream_that_drips_is_read_as_any_other(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        broken.Faults.Add(Fault.Drip(), FaultTarget.Exec, times: 1);

        (await broken.RunAsync("printf 'h\\303\\251llo'")).Stdout.Should().Be("héllo");
        broken.Faults.Fired.Should().ContainSingle();
    }

    private static async Task RunUnderCutsAsync(int commands, string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport, seed: 20_261_122);
        broken.Faults
            .Add(Fault.CutRandomly(0.25, maxBytes: 500), FaultTarget.Exec)
            .Add(Fault.CutRandomly(0.25, maxBytes: 500, reset: true), FaultTarget.Exec)
            .Add(Fault.CutRandomly(0.2, maxBytes: 300, reset: true), FaultTarget.ExecResume);

        for (var i = 0; i < commands; i += 4)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => broken.RunAsync("echo x >> ~/ran")));
            results.Should().OnlyContain(result => result.Ok);
        }

        var lines = (await broken.RunAsync("wc -l < ~/ran")).Stdout.Trim();
        lines.Should().Be(commands.ToString());
        broken.Faults.Fired.Count.Should().BeGreaterThan(commands / 4);
    }
}
