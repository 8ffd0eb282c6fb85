using System.Globalization;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Processes;
using LocalComputers.Shells;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks <c>envVars</c>. Every command gets the accepted variables exactly as they were sent, and can start programs with them.</summary>
internal static partial class EnvVarsBody
{
    private const string Code = "INVALID_ENV_VARS";

    public static List<EnvVar> Read(BodyReader body)
    {
        var envVars = body.Objects("envVars", Code, "an array of {key, value}", "an object with the strings key and value", ReadOne);
        RequireRoom(envVars);
        return envVars;
    }

    private static EnvVar ReadOne(BodyReader item, string at)
    {
        var key = ReadText(item, "key", at);
        var value = ReadText(item, "value", at);
        if (!Key().IsMatch(key))
        {
            throw Invalid($"{at}.key must be a POSIX identifier: letters, digits and underscores, not starting with a digit.");
        }

        if (key == FlapjackNames.Host.ComputerMarker || key == FlapjackNames.Host.CommandMarker)
        {
            throw Invalid($"{at}.key is reserved: the backend finds a computer's processes by it.");
        }

        if (BashVariables.AreKept(key))
        {
            throw Invalid($"{at}.key is '{key}', which bash sets itself in each command: a value of your own would be lost. Choose another name.");
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"{at}.value holds a NUL character, which no environment variable can.");
        }

        // The system takes NAME=value as one string. If it were longer, no program could be started.
        return ShellCommand.Fits($"{key}={value}")
            ? new(key, value)
            : throw Invalid($"{at} is too long: name and value together take at most {ShellCommand.MaxBytes - 1} bytes of UTF-8.");
    }

    private static string ReadText(BodyReader item, string name, string at) =>
        item.TryText(name, out var text) ? text : throw Invalid($"{at}.{name} must be a string of Unicode text.");

    private static void RequireRoom(IEnumerable<EnvVar> envVars)
    {
        // If a variable has two values, programs get the last one.
        var needed = envVars.GroupBy(v => v.Key, StringComparer.Ordinal).Sum(same => StartSpace.OfVariable(same.Key, same.Last().Value));
        if (needed > StartSpace.MostOfVariables)
        {
            throw Invalid(
                $"envVars take {Text(needed)} bytes together, but at most {Text(StartSpace.MostOfVariables)} leave a program room to start: this machine "
                + $"gives it {Text(StartSpace.Bytes)} for its variables and arguments. Write long values into files.");
        }
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Refusal Invalid(string detail) => Refusal.Invalid(Code, detail);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Key();
}
