using Flapjack.Sdk;
using Moq;
using NSubstitute;

namespace TestingYourApp.Tests;

/// <summary>A class of the app alone, with a mock of the client: where no computer is needed.</summary>
public sealed class MockTests
{
    [Fact]
    public async Task Moq_a_result_a_stream_and_a_derived_client()
    {
        var options = new FlapjackCallOptions();
        var flapjack = new Mock<FlapjackClient>(MockBehavior.Strict);
        flapjack.Setup(client => client.With(It.IsAny<Action<FlapjackCallOptions>>()))
            .Callback((Action<FlapjackCallOptions> configure) => configure(options))
            .Returns(flapjack.Object);
        flapjack.Setup(client => client.RunComputerAsync("a1", It.Is<ExecComputerOptions>(command => command.Command == "make"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ComputerExecResult { Ok = true, ExitCode = 0, Stdout = "built" });
        flapjack.Setup(client => client.ExecComputerAsync("a1", It.IsAny<ExecComputerOptions>(), It.IsAny<CancellationToken>())).Returns(Events());
        var workshop = new Workshop(flapjack.Object);

        Assert.Equal(new Report(true, 0, "built"), await workshop.CheckAsync("a1", "make", CancellationToken.None));
        Assert.Equal(["one", "exit 0"], await workshop.FollowAsync("a1", "make", CancellationToken.None).ToListAsync());
        Assert.Equal(5, options.MaxRetries);
    }

    [Fact]
    public async Task NSubstitute_a_result_a_stream_and_a_derived_client()
    {
        var options = new FlapjackCallOptions();
        var flapjack = Substitute.For<FlapjackClient>();
        flapjack.With(Arg.Do<Action<FlapjackCallOptions>>(configure => configure(options))).Returns(flapjack);
        flapjack.RunComputerAsync("a1", Arg.Is<ExecComputerOptions>(command => command!.Command == "make"), Arg.Any<CancellationToken>())
            .Returns(new ComputerExecResult { Ok = false, ExitCode = 2, Stderr = "broken" });
        flapjack.ExecComputerAsync("a1", Arg.Any<ExecComputerOptions>(), Arg.Any<CancellationToken>()).Returns(Events());
        var workshop = new Workshop(flapjack);

        Assert.Equal(new Report(false, 2, "broken"), await workshop.CheckAsync("a1", "make", CancellationToken.None));
        Assert.Equal(["one", "exit 0"], await workshop.FollowAsync("a1", "make", CancellationToken.None).ToListAsync());
        Assert.Equal(5, options.MaxRetries);
    }

    private static IAsyncEnumerable<ComputerExecEvent> Events() =>
        new ComputerExecEvent[] { new ExecStdoutEvent { Chunk = "one\n" }, new ExecExitEvent { Ok = true, ExitCode = 0 } }.ToAsyncEnumerable();
}
