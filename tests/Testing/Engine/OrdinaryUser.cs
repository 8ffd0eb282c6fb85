using System.Runtime.InteropServices;

namespace Testing.Engine;

/// <summary>Does something with the rights that an ordinary user has to files, also when tests are run by root.</summary>
internal static class OrdinaryUser
{
    private const uint Nobody = 65_534;

    /// <summary>Makes the user own a folder that is there, if tests are run by root.</summary>
    public static void Own(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            StrangeFiles.Bash(folder, $"chown -R {Nobody} .");
        }
    }

    /// <summary>Runs it on a thread that has lost root's rights to files; Linux gives them to threads one by one.</summary>
    public static T Run<T>(Func<T> action)
    {
        T result = default!;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
            {
                _ = setfsuid(Nobody);
            }

            result = action();
        });
        thread.Start();
        thread.Join();
        return result;
    }

#pragma warning disable SYSLIB1054 // The generated code would be unsafe, which this project does not allow.
    [DllImport("libc")]
    private static extern int setfsuid(uint user);
#pragma warning restore SYSLIB1054
}
