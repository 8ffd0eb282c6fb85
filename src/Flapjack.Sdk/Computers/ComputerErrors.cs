using Flapjack.Sdk.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>What refusals mean where a computer is concerned.</summary>
internal static class ComputerErrors
{
    private static readonly string[] NotReadyCodes = ["SANDBOX_NOT_READY", "COMPUTER_NOT_READY"];
    private static readonly string[] DestroyedCodes = ["SANDBOX_DESTROYED", "COMPUTER_DESTROYED"];

    private static readonly ErrorRow IsNotReady = new(
        409,
        (message, facts) => new ComputerNotReadyException(message) { Facts = facts },
        "Wait for the computer with WaitUntilComputerReadyAsync, or run the command with WaitForReady.");

    private static readonly ErrorRow IsDestroyed = new(
        410,
        (message, facts) => new ComputerDestroyedException(message) { Facts = facts },
        "Create the computer again with CreateAgentFromTemplateAsync and the same ExternalAppId.");

    /// <summary>
    /// For what creates and configures computers. A 409 or 410 there may be about the agent, its name or its external app id: only the code
    /// can tell that it is about the computer.
    /// </summary>
    public static ErrorTable Setup { get; } = new(
        GeneralErrors.Table,
        new(403, GeneralErrors.Forbidden, "Use a key of this organization that has the scope sandbox:admin."),
        IsNotReady with { Codes = NotReadyCodes },
        IsDestroyed with { Codes = DestroyedCodes });

    /// <summary>For a computer's commands, its status and its bootstrap: there the contract gives 409 and 410 to the computer.</summary>
    public static ErrorTable Table { get; } = new(
        Setup,
        IsNotReady,
        // These two are about a command's output; the computer lives.
        new(410, ErrorRow.Plain) { Codes = ["EXEC_EXPIRED", "RESUME_GAP"] },
        IsDestroyed,
        new(
            429,
            GeneralErrors.RateLimited,
            "With a FlapjackQuotaGovernor in FlapjackClientOptions.QuotaGovernor commands wait for their turn instead of being refused."));
}
