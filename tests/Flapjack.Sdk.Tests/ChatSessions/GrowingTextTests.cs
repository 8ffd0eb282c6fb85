namespace Flapjack.Sdk.Tests.ChatSessions;

public sealed class GrowingTextTests
{
    [Fact]
    public void A_state_stays_as_it_was_while_the_text_grows()
    {
        var text = new GrowingText();
        var states = new List<(TextState State, string Expected)> { (text.Now(), "") };
        var expected = "";

        for (var number = 0; number < 500; number++)
        {
            text.Append($"{number},");
            expected += $"{number},";
            states.Add((text.Now(), expected));
        }

        states.Should().AllSatisfy(state => state.State.ToString().Should().Be(state.Expected));
    }

    [Fact]
    public void To_append_costs_no_copy_of_the_whole_text()
    {
        var text = new GrowingText();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100_000; number++)
        {
            text.Append("12345678");
            _ = text.Now();
        }

        // 1.6 MB of text, at most doubled by growing, and an object for each state. Copies of the whole would be 80 GB.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16_000_000);
    }

    [Fact]
    public void A_state_is_one_string_however_often_it_is_read()
    {
        var text = new GrowingText();
        text.Append("Hello");
        var state = text.Now();

        state.ToString().Should().BeSameAs(state.ToString());
        state.Should().Be(new TextState("Hello"));
        state.GetHashCode().Should().Be(new TextState("Hello").GetHashCode());
    }
}
