using System.Text.Json.Serialization;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>The wire form of <see cref="ExecComputerOptions"/>.</summary>
internal sealed record ExecRequestBody(
    [property: JsonPropertyName("command")] string Command,
    [property: JsonPropertyName("timeoutSec")] int? TimeoutSec,
    [property: JsonPropertyName("workingDir")] string? WorkingDir)
{
    private const int MaxKeyLength = 255;

    /// <exception cref="ArgumentException">No service could accept the options; the message names the field.</exception>
    public static ExecRequestBody From(ExecComputerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Command))
        {
            throw new ArgumentException("Command is required.", nameof(options));
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout?.TotalSeconds > int.MaxValue)
        {
            throw new ArgumentException("Timeout must be more than zero.", nameof(options));
        }

        if (options.IdempotencyKey is { } key && !HeaderText.CanCarry(key, MaxKeyLength))
        {
            throw new ArgumentException($"IdempotencyKey must have 1 to {MaxKeyLength} visible ASCII characters, with spaces only between them.", nameof(options));
        }

        if (options.DetachTimeout < TimeSpan.Zero || options.DetachTimeout?.TotalSeconds > int.MaxValue)
        {
            throw new ArgumentException("DetachTimeout must be zero or more.", nameof(options));
        }

        var seconds = options.Timeout is { } limit ? (int?)Math.Ceiling(limit.TotalSeconds) : null;
        return new(options.Command, seconds, options.WorkingDir);
    }
}
