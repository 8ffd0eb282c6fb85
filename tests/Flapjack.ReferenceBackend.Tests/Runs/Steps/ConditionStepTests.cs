using Flapjack.ReferenceBackend.Runs.Steps;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

public sealed class ConditionStepTests
{
    private const string Context = """
        {"input":{"n":1,"list":[1]},"previous":null,"steps":{"Before":{"status":"completed","output":{"exit_code":0}},"After":{"status":"pending","output":null}}}
        """;

    private const string NotMet = """{"path":"$.input.n","operator":"equals","value":2}""";

    [Fact]
    public async Task A_condition_that_is_met_lets_the_run_go_on()
    {
        var outcome = await RunAsync("""{"if":{"path":"$.steps.Before.output.exit_code","operator":"equals","value":0},"otherwise":"fail"}""");

        (outcome.OutputText(), outcome.Fault, outcome.Jump).Should().Be(("""{"met":true}""", null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","otherwise":null""")]
    [InlineData(""","otherwise":"stop" """)]
    public async Task Otherwise_the_run_stops(string otherwise)
    {
        var outcome = await RunAsync($$"""{"if":{{NotMet}}{{otherwise}}}""");

        (outcome.OutputText(), outcome.Fault, outcome.Jump).Should().Be(("""{"met":false}""", null, new StepJump(null)));
    }

    [Fact]
    public async Task Otherwise_the_step_fails_the_next_is_skipped_or_the_run_goes_on_elsewhere()
    {
        var failed = await RunAsync($$"""{"if":{{NotMet}},"otherwise":"fail"}""");
        var skips = await RunAsync($$"""{"if":{{NotMet}},"otherwise":"skip"}""");
        var goes = await RunAsync($$$"""{"if":{{{NotMet}}},"otherwise":{"goTo":"After"}}""");

        (failed.Code(), failed.OutputText(), failed.Jump).Should().Be(("CONDITION_NOT_MET", """{"met":false}""", null));
        (skips.Fault, skips.Jump).Should().Be((null, StepJump.OverNext));
        (goes.Fault, goes.Jump).Should().Be((null, new StepJump("After")));
    }

    [Theory]
    [InlineData("Before")]
    [InlineData("Nowhere")]
    [InlineData("")]
    public async Task A_run_does_not_go_back_nor_nowhere(string name) =>
        (await RunAsync($$$"""{"if":{{{NotMet}}},"otherwise":{"goTo":"{{{name}}}"}}""")).Code().Should().Be("STEP_NOT_FOUND");

    [Fact]
    public async Task What_can_not_be_evaluated_fails_the_step()
    {
        var outcome = await RunAsync("""{"if":{"path":"$.input.list[?(@ > 'x')]","operator":"exists"}}""");

        outcome.Code().Should().Be("VALUES_NOT_COMPARABLE");
    }

    [Theory]
    [InlineData("{}", "config.if is required: the condition.")]
    [InlineData("""{"if":{"path":"$.a","operator":"exists"},"otherwise":"go"}""", "config.otherwise must be \"stop\", \"fail\", \"skip\" or {\"goTo\":\"Name of a later step\"}.")]
    [InlineData("""{"if":{"path":"$.a","operator":"exists"},"otherwise":{"goto":"X"}}""", "config.otherwise must be*")]
    public async Task A_step_that_was_stored_without_a_condition_fails(string config, string message)
    {
        var outcome = await RunAsync(config);

        outcome.Code().Should().Be("INVALID_CONFIG");
        outcome.Fault!.Message.Should().Match(message);
    }

    [Fact]
    public async Task A_condition_changes_nothing_so_after_a_crash_it_is_asked_again() =>
        (await new ConditionStep().RecoverAsync(StepCalls.Of("condition", "{}"), CancellationToken.None)).Should().Be(StepRecovery.NotBegun);

    private static Task<StepOutcome> RunAsync(string config) => new ConditionStep().RunAsync(StepCalls.Of("condition", config, context: Context), CancellationToken.None);
}
