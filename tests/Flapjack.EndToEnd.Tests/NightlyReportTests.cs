namespace Flapjack.EndToEnd.Tests;

/// <summary>The sample of a runner with all kinds of steps, as its users run it.</summary>
public sealed class NightlyReportTests
{
    [Fact]
    public async Task Two_nights_are_shown_as_they_happen_with_the_report_its_cost_and_the_analytics()
    {
        using var sample = SampleProgram.Start("NightlyReport", [], []);

        var (exitCode, output, error) = await sample.EndAsync();

        exitCode.Should().Be(0, "it said {0}{1}", output, error);
        error.Should().BeEmpty();
        SampleProgram.ShowsInOrder(
            output,
            "== The night after a busy day: ", " 02:00 UTC",
            "▶ 1. Count [computer] running", "✓ 1. Count [computer] completed", "\"orders\":3", "✓ 2. Any orders? [condition] completed",
            "✓ 3. Write [agent] completed", "A good day! Pancake House: 3 orders, 41.50 dollars. Sleep well.", "✓ 4. Deliver [webhook] completed", "\"received\":1",
            "The run is completed", "read 120 and wrote 40 tokens for $0.0009",
            "Received, and the signature is genuine: {\"report\":\"A good day!",
            "== The night after a day without orders: ", " 02:00 UTC", "\"orders\":0", "– 3. Write [agent] skipped", "– 4. Deliver [webhook] skipped", "The run is completed",
            "== What the first report took ==", "runner_step: Write", "agent: ", "llm: ",
            "== Analytics ==", "2 runs in 7 days, 100 % of them completed, for $0.0009.", "gpt-5.4: 120 + 40 tokens, $0.0009");
    }

    [Fact]
    public async Task Ctrl_C_deletes_what_the_program_has_made()
    {
        using var sample = SampleProgram.Start("NightlyReport", [], []);
        while (await sample.Output.ReadLineAsync(Limit.Token) is { } line && !line.StartsWith("▶ 1. ", StringComparison.Ordinal))
        {
        }

        await SampleProgram.InterruptAsync(sample);
        var (exitCode, output, error) = await sample.EndAsync();

        exitCode.Should().Be(130, "it said {0}{1}", output, error);
        error.Should().Be("Interrupted." + Environment.NewLine);
        output.Should().NotContain("== Analytics ==");
    }
}
