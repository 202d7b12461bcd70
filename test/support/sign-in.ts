/** Signs in at the local stand-in for App Service authentication, as its page does. */

/** `url`: of the readers' app. Returns the header of a session with these roles. */
export async function signIn(url: string, roles: readonly string[], name = 'rita@contoso.example') {
  const form = new URLSearchParams({ name });
  for (const role of roles) form.append('role', role);
  const response = await fetch(`${url}/.auth/login/aad`, { method: 'POST', body: form, redirect: 'manual' });
  const [cookie = ''] = response.headers.getSetCookie();
  return { cookie: cookie.split(';')[0] ?? '' };
}
