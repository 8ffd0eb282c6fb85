using System.Text;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Computers;
using Flapjack.ReferenceBackend.Limits;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>
/// A step that runs a command on an agent's computer. The step's input reaches the command in an environment variable, and is never a part of the command.
/// The id of the execution is the command's key, by which it is found again after a crash.
/// </summary>
/// <param name="agents">The agents, with their computers.</param>
/// <param name="configs">What the computer of an agent is like that has none yet.</param>
/// <param name="keyRetention">How long a key is remembered.</param>
/// <param name="clock">The clock.</param>
internal sealed class ComputerStep(AgentService agents, ComputerConfigService configs, TimeSpan keyRetention, TimeProvider clock) : IStepKind
{
    public const string Kind = "computer";

    private const string Unavailable = "COMPUTER_UNAVAILABLE";
    private const string InputVariable = "FLAPJACK_INPUT";

    // Linux takes no variable that is longer than 128 KiB.
    private const int MaxInput = 64 * 1024;

    public string Name => Kind;

    public async Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(call, StepConfig.Command(call.Step.Config), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(e, call.Step) is { } outcome)
        {
            return outcome;
        }
    }

    public async Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (call.Step.AgentId is not { } agentId || !agents.IsThere(agentId))
        {
            // The commands of an agent are forgotten with it.
            return StepRecovery.Unknown;
        }

        if (agents.ComputerOf(agentId) is not { } computer || computer.FindRecord(call.OrgId, KeyOf(call)) is not { } record)
        {
            return MayBeForgotten(call) ? StepRecovery.Unknown : StepRecovery.NotBegun;
        }

        try
        {
            var end = await CommandReader.RunAsync(computer.FindExec(record.Id)!, cancellationToken).ConfigureAwait(false);
            return end.ErrorCode == ComputerOutcome.StoppedCode ? StepRecovery.NotBegun
                // The end of the backend has killed the command halfway.
                : !end.IsKnown || (end.Signal is not null && !end.TimedOut) ? StepRecovery.Unknown
                : StepRecovery.Ended(ComputerOutcome.Of(call.Step, StepConfig.Command(call.Step.Config), end));
        }
        catch (Exception e) when (e is ExecGoneException or JournalGapException or IOException or Refusal)
        {
            // Without its output, later steps can't go on from it.
            return StepRecovery.Unknown;
        }
    }

    private async Task<StepOutcome> RunAsync(StepCall call, StepCommand command, CancellationToken cancellationToken)
    {
        var input = call.Input.GetRawText();
        if (Encoding.UTF8.GetByteCount(input) > MaxInput)
        {
            return StepOutcome.Failed(
                "INPUT_TOO_LARGE", $"The input of the step '{call.Step.Label}' has more than {MaxInput} bytes of JSON, and a command can't be given more. Map less of it by inputMapping.");
        }

        if (call.Step.AgentId is not { } agentId)
        {
            return AgentGone(call.Step);
        }

        var request = new ExecRequest(command.Command, TimeSpan.FromSeconds(call.Step.TimeoutSec), command.WorkingDir, KeyOf(call))
        {
            Environment = new Dictionary<string, string> { [InputVariable] = input },
        };
        var computer = new AgentComputer(agents, configs, agentId, call.Actor);
        // The wait for the computer has no limit of its own: the limit of the step ends it.
        var end = await computer.UseAsync(used => RunAsync(used, call, request, cancellationToken), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        return end is null ? AgentGone(call.Step) : ComputerOutcome.Of(call.Step, command, end);
    }

    private async Task<CommandEnd> RunAsync(Computer computer, StepCall call, ExecRequest request, CancellationToken cancellationToken)
    {
        var run = await AddAsync(computer, call, request, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommandReader.RunAsync(run, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A run that was cancelled, or a step that took too long, leaves nothing that runs on.
            await run.StopAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the command taken on. If there are too many commands now, it waits its turn: nothing was run, so nothing is repeated.</summary>
    private async Task<ExecRun> AddAsync(Computer computer, StepCall call, ExecRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await computer.AddOrFindExecAsync(call.OrgId, call.Actor, request, cancellationToken).ConfigureAwait(false)).Run;
            }
            catch (LimitExceededException e)
            {
                await Task.Delay(TimeSpan.FromSeconds(e.RetryAfterSeconds), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private StepOutcome? Explain(Exception e, RunStep step) => e switch
    {
        ComputerUnavailableException when !agents.IsThere(step.AgentId!) => AgentGone(step),
        ComputerUnavailableException unavailable => StepOutcome.Failed(
            Unavailable, $"The computer of the agent '{step.AgentId}' is in state '{unavailable.Phase}' and does nothing any more. POST /api/agents/from-template with the agent's externalAppId makes it anew."),
        NoSuchDirectoryException => StepOutcome.Failed(
            "INVALID_CONFIG", $"The step '{step.Label}' did not run its command: the folder config.workingDir is not there, or lies outside of /workspace."),
        StoreException full => StepOutcome.Failed(Unavailable, full.ForCallers),
        ObjectDisposedException => StepOutcome.Failed(Unavailable, "The backend is closing."),
        JournalGapException or IOException => StepOutcome.Failed(
            ComputerOutcome.UnknownCode, $"The record of the command of the step '{step.Label}' can't be read any more. Look at what the command has changed."),
        Refusal refusal => StepConfig.Wrong(refusal),
        _ => null,
    };

    private static StepOutcome AgentGone(RunStep step) =>
        StepOutcome.Failed(Unavailable, $"The agent of the step '{step.Label}' was deleted, and its computer with it. Add the step anew, with another agent.");

    // An attempt that may repeat another one is a command of its own.
    private static string KeyOf(StepCall call) => call.Attempt <= 1 ? call.Id : $"{call.Id}.{call.Attempt}";

    /// <summary>Whether a command of this execution could be forgotten by now. The id tells the time when the run was created, which is before any command.</summary>
    private bool MayBeForgotten(StepCall call) =>
        !Guid.TryParse(call.Id, out var id) || DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16)) + keyRetention <= clock.GetUtcNow();
}
