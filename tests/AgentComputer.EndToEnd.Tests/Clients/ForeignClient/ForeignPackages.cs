using System.Diagnostics;
using System.Security.Cryptography;

namespace AgentComputer.EndToEnd.Tests.Clients.ForeignClient;

/// <summary>The npm packages of the foreign client, in the versions of <c>package-lock.json</c>. They are installed once for each user of a machine.</summary>
internal static class ForeignPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<(string? Folder, string? WhyNot)> Found = new(Find);

    /// <summary>The folder <c>node_modules</c>.</summary>
    public static string Folder => Found.Value.Folder ?? throw new InvalidOperationException(WhyNot);

    /// <summary>Why this machine has no packages; null if it has them.</summary>
    public static string? WhyNot => Found.Value.WhyNot;

    public static string PathTo(string file) => Repository.PathTo("tests", "AgentComputer.EndToEnd.Tests", "Clients", "ForeignClient", file);

    private static (string? Folder, string? WhyNot) Find()
    {
        if (new FactWithToolsAttribute("node", "npm").Skip is { } missing)
        {
            return (null, missing);
        }

        var lockFile = File.ReadAllBytes(PathTo("package-lock.json"));
        var all = Directory.CreateDirectory(Path.Combine(UserFolder(), "foreign-client-packages")).FullName;
        var installed = Path.Combine(all, Convert.ToHexStringLower(SHA256.HashData(lockFile))[..16]);
        var why = Directory.Exists(installed) ? null : Install(all, installed);
        return why is null ? (Path.Combine(installed, "node_modules"), null) : (null, why);
    }

    private static string UserFolder() => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) is { Length: > 0 } folder
        ? folder
        : Path.GetTempPath();

    // Installs beside the place and then renames, so that another run of the tests finds all of the packages or none.
    private static string? Install(string all, string installed)
    {
        var made = Path.Combine(all, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(made);
        try
        {
            File.Copy(PathTo("package.json"), Path.Combine(made, "package.json"));
            File.Copy(PathTo("package-lock.json"), Path.Combine(made, "package-lock.json"));
            if (RunNpm(made) is { } why)
            {
                return why;
            }

            Directory.Move(made, installed);
            return null;
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            return null;
        }
        finally
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made, recursive: true);
            }
        }
    }

    // xunit discovers tests synchronously, so this method is synchronous.
    private static string? RunNpm(string folder)
    {
        using var npm = Process.Start(new ProcessStartInfo(
            Path.Combine(HostTools.FolderOf("npm")!, "npm"),
            ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--engine-strict", "--prefer-offline", "--fetch-retries=1", "--no-update-notifier"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = npm.StandardError.ReadToEndAsync();
        if (!npm.WaitForExit(Patience))
        {
            npm.Kill(entireProcessTree: true);
            return $"npm has not installed the packages of the foreign client within {Patience.TotalSeconds} s.";
        }

        Task.WaitAll(output, error);
        return npm.ExitCode == 0 ? null : $"npm could not install the packages of the foreign client (exit code {npm.ExitCode}): {error.Result.Trim()}";
    }
}
