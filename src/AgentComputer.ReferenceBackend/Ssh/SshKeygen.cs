using System.ComponentModel;
using System.Diagnostics;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>Runs <c>ssh-keygen</c>, which makes keys and signs certificates.</summary>
/// <param name="program">Its name or path.</param>
internal sealed class SshKeygen(string program)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments, none of them a secret: the whole machine can read them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Refusal">409: the machine has no such program.</exception>
    /// <exception cref="InvalidOperationException">The program failed; the message is what it said.</exception>
    public async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        try
        {
            process.StandardInput.Close();
            var said = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} failed with the exit code {process.ExitCode}: {string.Concat(said).Trim()}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        // The times of a certificate are given in local time.
        start.Environment["TZ"] = "UTC";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new Refusal(
                RefusalKind.NotReady,
                "ssh_keygen_missing",
                "SSH certificates are made by ssh-keygen, which the machine of this backend does not have. Install OpenSSH's client (package openssh-client or openssh) and try again.");
        }
    }
}
