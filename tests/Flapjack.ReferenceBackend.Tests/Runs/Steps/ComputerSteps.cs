using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

/// <summary>Steps that run commands on the computers of a backend.</summary>
internal static class ComputerSteps
{
    /// <param name="computer">The backend.</param>
    /// <param name="keyRetention">How long a key is remembered; null for a day.</param>
    /// <param name="time">On which the steps wait; null for the clock of the backend.</param>
    public static ComputerStep Of(ReadyComputer computer, TimeSpan? keyRetention = null, TimeProvider? time = null)
    {
        var agents = computer.Server.Backend.Agents(computer.Clock);
        return new(agents, new(new(computer.Server.Backend.Store()), agents), keyRetention ?? TimeSpan.FromDays(1), time ?? computer.Clock);
    }

    /// <param name="computer">The backend.</param>
    /// <param name="command">What is run.</param>
    /// <param name="input">The step's input.</param>
    /// <param name="more">Further fields of the configuration, with a comma before each.</param>
    /// <param name="agent">On whose computer; null for the ready one.</param>
    public static StepCall CallOf(ReadyComputer computer, string command, string input = "null", string more = "", string? agent = null)
    {
        var call = StepCalls.Of("computer", $$"""{"command":{{TestBackend.Quoted(command)}}{{more}}}""", input);
        return call with
        {
            OrgId = computer.Server.Backend.OrgId,
            Id = Guid.CreateVersion7(computer.Clock.GetUtcNow()).ToString(),
            Step = call.Step with { AgentId = agent ?? computer.Agent },
        };
    }
}
