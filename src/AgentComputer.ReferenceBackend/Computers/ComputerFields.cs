using System.Text.RegularExpressions;
using AgentComputer.ReferenceBackend.Ssh;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Reads the fields that bodies about computers share.</summary>
internal static partial class ComputerFields
{
    /// <summary>The code of a field that breaks a rule.</summary>
    public const string Invalid = "invalid_request";

    private const int MaxName = 200;
    private const int MaxKeys = 100;

    private static readonly string[] Presets = [.. ComputerSizes.Presets.Select(preset => preset.Size.Preset), ComputerSizes.Custom];

    /// <summary>The name of a new computer for people; null if the caller names none.</summary>
    public static string? DisplayName(BodyReader body) => body.Text("display_name", Invalid, MaxName) is { } name && !string.IsNullOrWhiteSpace(name) ? name : null;

    /// <summary>The name that a computer is to have.</summary>
    public static string RequiredDisplayName(BodyReader body) => body.RequiredText("display_name", Invalid, MaxName);

    /// <summary>The handle of a new computer; null if the caller asks for none.</summary>
    /// <exception cref="Refusal">400: it is no handle.</exception>
    public static string? Handle(BodyReader body)
    {
        if (body.Text("handle", Invalid) is not { Length: > 0 } handle)
        {
            return null;
        }

        // The host name of a published port has two hyphens between the name of the port and the handle.
        return HandleForm().IsMatch(handle) && !handle.Contains("--", StringComparison.Ordinal)
            ? handle
            : throw Refusal.Invalid(Invalid, "handle must have 1 to 63 characters: a to z, 0 to 9 and hyphens, neither a hyphen at the beginning nor two hyphens in a row.");
    }

    public static AskedSize Size(BodyReader body)
    {
        var asked = new AskedSize(
            body.OneOf("size_preset", Invalid, Presets),
            body.WholeNumber("requested_memory_mib", Invalid, ComputerSizes.MinMemoryMib, ComputerSizes.MaxMemoryMib),
            body.WholeNumber("requested_storage_bytes", Invalid, ComputerSizes.MinStorageBytes, ComputerSizes.MaxStorageBytes));
        return asked.MemoryMib % ComputerSizes.MemoryStepMib is > 0 ? throw Refusal.Invalid(Invalid, "requested_memory_mib must be a multiple of 1024: whole GiB.")
            : asked.StorageBytes % ComputerSizes.StorageStepBytes is > 0 ? throw Refusal.Invalid(Invalid, "requested_storage_bytes must be a multiple of 1073741824: whole GiB.")
            : asked;
    }

    /// <summary>The size of a preset alone, where a body has no numbers.</summary>
    public static AskedSize Preset(BodyReader body) => new(
        body.OneOf("size_preset", Invalid, Presets[..^1]), null, null);

    /// <summary>The public keys in <c>guest.authorized_keys</c>, each in one line.</summary>
    /// <exception cref="Refusal">400: one is no public key.</exception>
    public static IReadOnlyList<string> AuthorizedKeys(BodyReader body) =>
        body.Object("guest", Invalid, "an object with authorized_keys", guest => Within("guest", () => Keys(guest))) ?? [];

    /// <summary>Reads the fields of an object within the body, and names the object in a refusal too.</summary>
    public static T Within<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Kind, refusal.Code, $"{name}.{refusal.Message}");
        }
    }

    private static string[] Keys(BodyReader guest)
    {
        var lines = guest.Texts("authorized_keys", Invalid) ?? [];
        return lines.Count > MaxKeys
            ? throw Refusal.Invalid(Invalid, $"authorized_keys must have at most {MaxKeys} keys.")
            : [.. lines.Select((line, index) => SshPublicKey.Parse(line, out var fault)?.ToString() ?? throw Refusal.Invalid(Invalid, $"authorized_keys[{index}] {fault}."))];
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HandleForm();
}
