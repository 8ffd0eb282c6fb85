using LocalComputers.Computers;

namespace LocalComputers.Tests.Computers;

public sealed class ComputerLifecycleTests
{
    /// <summary>Which states may follow which; the engine's own table is written in another form.</summary>
    private const string Moves = """
        none: bootstrapping destroyed
        bootstrapping: ready error destroyed
        ready: idle stopped error destroyed
        idle: waking stopped error destroyed
        waking: ready error destroyed
        stopped: waking error destroyed
        error: bootstrapping destroyed
        destroyed: bootstrapping
        """;

    private static readonly Dictionary<string, string[]> Model = Moves.Split('\n').Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => pair[1].Split(' '));

    [Fact]
    public void Ten_thousand_random_moves_are_taken_and_refused_as_the_model_has_it()
    {
        const int Seed = 20_261_125;
        var random = new Random(Seed);
        var lifecycle = new ComputerLifecycle(ComputerPhase.None);
        var status = "none";
        var taken = 0;

        for (var step = 0; step < 10_000; step++)
        {
            var next = Model.Keys.ElementAt(random.Next(Model.Count));
            var allowed = Model[status].Contains(next);
            var move = () => lifecycle.Move(ComputerPhase.Of(next), () => { });

            if (allowed)
            {
                move.Should().NotThrow("seed {0}, step {1}", Seed, step);
                status = next;
                taken++;
            }
            else
            {
                move.Should().Throw<InvalidOperationException>().WithMessage($"*'{status}'*'{next}'*");
            }

            lifecycle.Phase.Word.Should().Be(status);
            lifecycle.TakesCommands.Should().Be(status is "ready" or "idle" or "stopped" or "waking");
        }

        taken.Should().BeInRange(2_000, 5_000, "the walk has to go somewhere");
    }

    [Fact]
    public void A_state_has_no_move_to_itself_and_a_word_that_nobody_knows_is_no_state()
    {
        var lifecycle = new ComputerLifecycle(ComputerPhase.Ready);

        FluentActions.Invoking(() => ComputerPhase.Of("dancing")).Should().Throw<InvalidDataException>().WithMessage("*'dancing'*");
        lifecycle.Invoking(it => it.Move(ComputerPhase.Ready, () => { })).Should().Throw<InvalidOperationException>();
    }
}
