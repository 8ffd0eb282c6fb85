using System.Text.RegularExpressions;

namespace Flapjack.Sdk;

/// <summary>Finds what is wrong with a request before it is sent.</summary>
internal static partial class FromTemplateRequestRules
{
    public static void Check(CreateAgentFromTemplateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(!string.IsNullOrWhiteSpace(request.Name), "Name", "is required");
        Check(!string.IsNullOrWhiteSpace(request.Template.Value), "Template", "is required");
        Check(request.ExternalAppId is null || (request.ExternalAppId.Length <= 255 && !string.IsNullOrWhiteSpace(request.ExternalAppId)), "ExternalAppId", "must be null, or 1 to 255 characters that are not all blanks");
        CheckRepo(request.Repo);
        CheckEnvVars(request.EnvVars ?? []);
    }

    private static void CheckRepo(ComputerRepo? repo)
    {
        if (repo is not null)
        {
            Check(RepoUrl().IsMatch(repo.Url ?? ""), "Repo.Url", $"must be https://github.com/owner/repo{Shown(repo.Url, '@')}");
            Check(repo.Branch is null || (repo.Branch.Length > 0 && repo.Branch[0] != '-'), "Repo.Branch", "must be null or the name of a branch");
        }
    }

    private static void CheckEnvVars(IReadOnlyList<ComputerEnvVar> envVars)
    {
        for (var i = 0; i < envVars.Count; i++)
        {
            var (key, value) = envVars[i] ?? throw Wrong($"EnvVars[{i}]", "is null");
            Check(EnvVarKey().IsMatch(key ?? ""), $"EnvVars[{i}].Key", $"must be a POSIX identifier{Shown(key, '=')}");
            Check(value is not null && !value.Contains('\0', StringComparison.Ordinal), $"EnvVars[{i}].Value", "must be text without a NUL character");
        }
    }

    private static void Check(bool condition, string field, string complaint)
    {
        if (!condition)
        {
            throw Wrong(field, complaint);
        }
    }

    // A URL with a password holds a secret, and so does KEY=value in the place of the key.
    private static string Shown(string? text, char secretMark) => text is null || text.Contains(secretMark) ? "" : $", and is '{text}'";

    // `request` is the parameter of the public method; the message names the field in it.
    private static ArgumentException Wrong(string field, string complaint, string request = "request") => new($"{field} {complaint}.", nameof(request));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex EnvVarKey();

    // Names of managed users may hold an underscore, such as acme_corp. Without .git at its end the repository's name must not be empty, "." or "..".
    [GeneratedRegex(@"\Ahttps://github\.com/[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{0,2}(?:\.git)?\z)[A-Za-z0-9._-]+\z")]
    private static partial Regex RepoUrl();
}
