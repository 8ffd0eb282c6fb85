using System.Text.Json;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Runs.Mapping;
using LocalComputers.Shells;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>Reads what a step is configured to do, each kind its own fields. It is checked when the step is added, and read again when the step runs.</summary>
internal static class StepConfig
{
    public const string Code = "INVALID_CONFIG";

    // Ours. It bounds prompts, conditions and commands.
    private const int MaxLength = 64 * 1024;

    /// <exception cref="Refusal">A field is missing or wrong; the message names it.</exception>
    public static void Check(string kind, JsonElement? config)
    {
        if (config?.GetRawText().Length > MaxLength)
        {
            throw Refusal.Invalid(Code, $"config must have at most {MaxLength} characters of JSON.");
        }

        _ = kind switch
        {
            AgentStep.Kind => Prompt(config),
            WebhookStep.Kind => Url(config),
            ConditionStep.Kind => Branch(config),
            ComputerStep.Kind => Command(config),
            _ => (object?)null,
        };
    }

    /// <summary>The outcome of a step that can't run with what it is configured to do.</summary>
    public static StepOutcome Wrong(Refusal refusal) => StepOutcome.Failed(refusal.Code ?? Code, refusal.Message);

    /// <summary>What an agent is asked; null for the step's input itself.</summary>
    /// <inheritdoc cref="Check"/>
    public static string? Prompt(JsonElement? config) => Read(config, body => body.Text(AgentMessage.PromptField, Code));

    /// <summary>Where a webhook is sent.</summary>
    /// <inheritdoc cref="Check"/>
    public static string Url(JsonElement? config) => Read(config, body =>
    {
        var url = body.RequiredText("url", Code, WebUrl.MaxLength);
        WebUrl.Check(url, "url", Code);
        return url;
    });

    /// <summary>What a condition asks, and where the run goes on if the answer is no.</summary>
    /// <inheritdoc cref="Check"/>
    public static StepBranch Branch(JsonElement? config)
    {
        var body = Read(config, body => body);
        if (body.Json("if", Code) is not { } condition)
        {
            throw Refusal.Invalid(Code, "config.if is required: the condition.");
        }

        try
        {
            return new(ConditionReader.Read(condition, "config.if"), StepBranch.Otherwise(body.Json("otherwise", Code)));
        }
        catch (FormatException e)
        {
            throw Refusal.Invalid(Code, e.Message);
        }
    }

    /// <summary>What a computer runs.</summary>
    /// <inheritdoc cref="Check"/>
    public static StepCommand Command(JsonElement? config) => Read(config, body =>
    {
        var command = body.RequiredText("command", Code);
        return ShellCommand.Fits(command)
            ? new StepCommand(command, body.Text("workingDir", Code) is { Length: > 0 } folder ? folder : null, body.Flag("allowFailure", Code) == true)
            : throw Refusal.Invalid(Code, $"command is too long: it takes at most {ShellCommand.MaxBytes} bytes of UTF-8.");
    });

    private static T Read<T>(JsonElement? config, Func<BodyReader, T> read)
    {
        try
        {
            return read(new(config ?? JsonElement.Parse("{}")));
        }
        catch (Refusal e) when (e.Code == Code)
        {
            // Each message begins with the name of its field.
            throw Refusal.Invalid(Code, $"config.{e.Message}");
        }
    }
}
