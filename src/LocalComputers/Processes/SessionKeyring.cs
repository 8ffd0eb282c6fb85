using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LocalComputers.Processes;

/// <summary>Gives a new process a session keyring of its own. No namespace of Linux divides the kernel's keyrings.</summary>
internal static class SessionKeyring
{
    /// <summary>Starts a process on a thread of its own that has joined a new session keyring.</summary>
    /// <remarks>
    /// A process inherits the session keyring of the thread that starts it. The threads of the host keep theirs: the host may hold
    /// its own keys there, Kerberos tickets for example.
    /// </remarks>
    /// <param name="start">Starts the process.</param>
    /// <exception cref="ProcessStartException">The system gives no keyring, or <paramref name="start"/> failed.</exception>
    public static T StartInNew<T>(Func<T> start)
    {
        T started = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                JoinNew();
                started = start();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true, Name = "start of an isolated command" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return started;
    }

    private static void JoinNew()
    {
        // ENOSYS: the kernel was built without keyrings. EPERM: a filter of system calls around the host, such as Docker's, refuses the call;
        // the command inherits that filter. Either way the command can reach no keyring.
        if (LibC.join_session_keyring() < 0 && Marshal.GetLastPInvokeError() is not (LibC.ENOSYS or LibC.EPERM))
        {
            throw new ProcessStartException(
                $"The kernel gives the command no session keyring of its own: {LibC.LastErrorText()}. Is kernel.keys.maxkeys reached for this user?");
        }
    }
}
